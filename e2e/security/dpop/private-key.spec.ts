import { exportJWK } from 'jose'
import { expectRefused, test } from '../../support/dpop'

/** RFC 9449 §4.3, 7: the key in the header is a public one, and is there. */

test('a private key, no key, and what is none', async ({ client }) => {
  const privateJwk = await exportJWK(client.key.privateKey)
  const { publicJwk } = client.key
  const half = { ...publicJwk, x: undefined }
  const keys = [
    privateJwk,
    { ...publicJwk, d: '' },
    undefined,
    null,
    {},
    [],
    'key',
    half,
    { ...publicJwk, crv: 'P-384' },
  ]
  for (const jwk of keys) expectRefused(await client.me(await client.proof({ wrong: { header: { jwk } } })))
})

test('an address or an identifier in the place of the key is not followed', async ({ client }) => {
  for (const header of [{ jku: 'http://127.0.0.1:9/keys' }, { kid: 'k' }, { x5u: 'http://127.0.0.1:9/' }])
    expectRefused(await client.me(await client.proof({ wrong: { header: { jwk: undefined, ...header } } })))
})
