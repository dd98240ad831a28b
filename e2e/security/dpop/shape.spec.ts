import { expectRefused, test } from '../../support/dpop'

/** RFC 9449 §4.3, 1 to 3: one header with one well-formed JWT that has all claims. */

test('no proof', async ({ client }) => {
  expectRefused(await client.me())
})

test('two headers, two proofs in one, and the same one twice', async ({ client }) => {
  const [one, other] = [await client.proof(), await client.proof()]
  expectRefused(await client.me([one, other]))
  expectRefused(await client.me([one, one]))
  expectRefused(await client.me(`${one}, ${other}`))
})

test('junk, and a proof that is too long, cut, or spelt otherwise', async ({ client }) => {
  const proof = await client.proof()
  const long = await client.proof({ wrong: { claims: { more: 'x'.repeat(4000) } } })
  for (const text of ['', '.', '..', 'x', 'null', 'é', proof.slice(0, -2), `${proof}=`, `${proof}.`, long])
    expectRefused(await client.me(text))
})

for (const name of ['jti', 'htm', 'htu'])
  test(`without ${name}, or with one that is no text`, async ({ client }) => {
    for (const value of [undefined, null, 1, '', {}])
      expectRefused(await client.me(await client.proof({ wrong: { claims: { [name]: value } } })))
  })

test('a jti of a thousand characters', async ({ client }) => {
  expectRefused(await client.me(await client.proof({ wrong: { claims: { jti: 'x'.repeat(1000) } } })))
})
