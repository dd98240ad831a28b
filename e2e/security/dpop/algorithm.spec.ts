import { expect, expectRefused, newKeyPair, BoundClient, test } from '../../support/dpop'

/** RFC 9449 §4.3, 5: an asymmetric algorithm of the list that the challenge names. */

test('a symmetric key, in the header or not, signs nothing', async ({ client }) => {
  const secret = new TextEncoder().encode('a secret of thirty-two characters')
  const oct = { kty: 'oct', k: Buffer.from(secret).toString('base64url') }
  for (const jwk of [oct, client.key.publicJwk]) {
    const wrong = { header: { alg: 'HS256', jwk }, signedWith: secret }
    expectRefused(await client.me(await client.proof({ wrong })))
  }
})

test('none, under every spelling', async ({ client }) => {
  const [, payload = ''] = (await client.proof()).split('.')
  for (const alg of ['none', 'None', '']) {
    const header = Buffer.from(JSON.stringify({ alg, typ: 'dpop+jwt', jwk: client.key.publicJwk }))
    expectRefused(await client.me(`${header.toString('base64url')}.${payload}.`))
  }
})

test('an asymmetric one that is not of the list', async ({ app, owner }) => {
  const key = await newKeyPair('RS256')
  await expect(BoundClient.signIn(app, owner, key)).rejects.toThrow()
})

for (const alg of ['Ed25519', 'EdDSA', 'PS256'])
  test(`${alg}, which is of the list`, async ({ app, owner }) => {
    const client = await BoundClient.signIn(app, owner, await newKeyPair(alg))
    expect((await client.me(await client.proof())).status).toBe(200)
  })
