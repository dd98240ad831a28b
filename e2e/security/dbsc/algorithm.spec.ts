import { SignJWT } from 'jose'
import {
  BoundBrowser,
  expect,
  expectNotBound,
  expectNotRefreshed,
  makePerson,
  newKeyPair,
  test,
} from '../../support/dbsc'

/** What a proof may be signed with: ES256 or RS256. */

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

test('alg none is refused, in every spelling', async ({ app, owner }) => {
  const fresh = await BoundBrowser.signIn(app, await makePerson(app))
  for (const alg of ['none', 'None', 'NONE', '']) {
    const unsigned = (claims: unknown, jwk?: unknown) =>
      `${encoded({ alg, typ: 'dbsc+jwt', jwk })}.${encoded(claims)}.`
    expectNotRefreshed(await owner.present('/api/dbsc/refresh', unsigned({ jti: await owner.challenge() })))
    expectNotBound(
      await fresh.present('/api/dbsc/register', unsigned({ jti: fresh.offered }, fresh.key.publicJwk)),
    )
  }
  expect((await fresh.register()).status).toBe(200)
})

test('a symmetric key is refused, also where the public key is the secret', async ({ app, owner }) => {
  const fresh = await BoundBrowser.signIn(app, await makePerson(app))
  const secret = Buffer.from(JSON.stringify(owner.key.publicJwk))
  const header = { alg: 'HS256', typ: 'dbsc+jwt' }
  const signed = await new SignJWT({ jti: await owner.challenge() }).setProtectedHeader(header).sign(secret)
  expectNotRefreshed(await owner.present('/api/dbsc/refresh', signed))
  const jwk = { kty: 'oct', k: secret.toString('base64url') }
  const first = await new SignJWT({ jti: fresh.offered }).setProtectedHeader({ ...header, jwk }).sign(secret)
  expectNotBound(await fresh.present('/api/dbsc/register', first))
})

test('another asymmetric algorithm is refused', async ({ app }) => {
  for (const alg of ['ES384', 'PS256', 'Ed25519', 'RS512']) {
    const key = await newKeyPair(alg)
    const fresh = await BoundBrowser.signIn(app, await makePerson(app), key)
    expectNotBound(await fresh.register())
  }
})

test('RS256 is taken, but no key that takes long to verify with', async ({ app }) => {
  const fresh = await BoundBrowser.signIn(app, await makePerson(app), await newKeyPair('RS256'))
  const long = { ...fresh.key.publicJwk, e: Buffer.alloc(200, 0xff).toString('base64url') }
  expectNotBound(await fresh.register({ wrong: { header: { jwk: long } } }))
  expect((await fresh.register()).status).toBe(200)
})
