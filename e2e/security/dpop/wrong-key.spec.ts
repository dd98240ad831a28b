import { expect, expectRefused, newKeyPair, test } from '../../support/dpop'

/** RFC 9449 §4.3, 12: the key of the proof is the one that the token is bound to. */

test('a proof by another key is refused, and so is one that is signed by another than the key in its header', async ({
  client,
}) => {
  const other = await newKeyPair()
  expectRefused(await client.me(await client.proof({}, other)))
  const { privateKey: signedWith } = other
  expectRefused(await client.me(await client.proof({ wrong: { signedWith } })))
})

test('a refresh token is of no use to another key: nothing is spent, and the owner goes on', async ({
  client,
}) => {
  const answer = await client.refresh({}, await newKeyPair())
  expect([answer.status, answer.json()]).toMatchObject([400, { error: 'invalid_grant' }])
  expect((await client.refresh()).status).toBe(200)
})
