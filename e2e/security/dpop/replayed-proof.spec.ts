import { Client } from '../../support/client'
import { expect, expectRefused, makeProof, newKeyPair, test } from '../../support/dpop'

/** RFC 9449 §11.1: a proof counts once. */

test('the same proof a second time is refused', async ({ client }) => {
  const proof = await client.proof()
  expect((await client.me(proof)).status).toBe(200)
  expectRefused(await client.me(proof))
})

test('of twenty at the same instant one is taken', async ({ client }) => {
  const proof = await client.proof()
  const answers = await Promise.all(Array.from({ length: 20 }, () => client.me(proof)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(19)
})

test('another proof with the same jti is refused, and one by another key is another', async ({ client }) => {
  const claims = { jti: crypto.randomUUID() }
  expect((await client.me(await client.proof({ wrong: { claims } }))).status).toBe(200)
  expectRefused(await client.me(await client.proof({ wrong: { claims } })))
})

test('a proof that signed somebody in does not do so again', async ({ app, owner }) => {
  const { email, password } = owner
  const key = await newKeyPair()
  const json = { email, password, strategy: 'dpop' }
  const send = (dpop: string) => new Client(app).post('/api/token', json, { origin: undefined, dpop })
  const asked = await send(await makeProof(app, key, { method: 'POST', path: '/api/token' }))
  const nonce = asked.headers['dpop-nonce'] as string
  const proof = await makeProof(app, key, { method: 'POST', path: '/api/token', nonce })
  expect((await send(proof)).status).toBe(200)
  expect((await send(proof)).status).toBe(400)
})
