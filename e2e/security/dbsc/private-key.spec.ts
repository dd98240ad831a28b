import { exportJWK } from 'jose'
import { BoundBrowser, expect, expectNotBound, makePerson, test } from '../../support/dbsc'

/** A registration carries a public key: one that is known to everybody on the way binds nothing. */

test('a private key in the header is refused', async ({ app }) => {
  const fresh = await BoundBrowser.signIn(app, await makePerson(app))
  const jwk = await exportJWK(fresh.key.privateKey)
  expect(jwk).toHaveProperty('d')
  expectNotBound(await fresh.register({ wrong: { header: { jwk } } }))
  expect((await fresh.register()).status).toBe(200)
})

for (const jwk of [undefined, null, {}, { kty: 'EC' }, 'text', { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' }])
  test(`${JSON.stringify(jwk)} in its place is refused`, async ({ app }) => {
    const fresh = await BoundBrowser.signIn(app, await makePerson(app))
    expectNotBound(await fresh.register({ wrong: { header: { jwk } } }))
  })
