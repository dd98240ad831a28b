import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { env } from '@/lib/env'
import { verifyLogoutToken } from './logout-token'

/** Logout tokens of a real issuer, and what is none. OpenID Connect Back-Channel Logout 1.0 §2.6. */

const now = new Date('2026-11-23T12:00:00.000Z')
const seconds = now.getTime() / 1000
const event = 'http://schemas.openid.net/event/backchannel-logout'

let server: Server
let issuer: string
let key: CryptoKey
let asked: string[]

beforeAll(async () => {
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  key = privateKey
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' }
  server = createServer((request, response) => {
    asked.push(request.url ?? '')
    const endpoint = (path: string) => `${issuer}/${path}`
    const [authorization_endpoint, token_endpoint, jwks_uri] = ['auth', 'token', 'jwks'].map(endpoint)
    const body =
      request.url === '/jwks' ? { keys: [jwk] } : { issuer, authorization_endpoint, token_endpoint, jwks_uri }
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  issuer = `http://localhost:${(server.address() as AddressInfo).port}`
  Object.assign(env(), { OIDC_GENERIC_ISSUER: issuer, OIDC_GENERIC_CLIENT_ID: 'app' })
})
afterAll(() => void server.close())
beforeEach(() => void (asked = []))

const claims = (changed: Record<string, unknown> = {}): JWTPayload => ({
  iss: issuer,
  aud: 'app',
  iat: seconds,
  exp: seconds + 120,
  jti: 'once',
  sub: 'lin',
  sid: 's',
  events: { [event]: {} },
  ...changed,
})
const signed = (payload: JWTPayload, header: object = {}) =>
  new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid: 'k', typ: 'logout+jwt', ...header }).sign(key)
const verify = (jwt: string) => verifyLogoutToken(jwt, AbortSignal.timeout(5_000), now)

describe('a logout token', () => {
  it('says whose sessions are over', async () => {
    expect(await verify(await signed(claims()))).toEqual({
      ok: true,
      issuer,
      subject: 'lin',
      issuerSid: 's',
      jti: 'once',
      expiresAt: new Date((seconds + 150) * 1000),
    })
    expect(await verify(await signed(claims({ sid: undefined })))).toMatchObject({ issuerSid: null })
    expect(await verify(await signed(claims({ sub: undefined })))).toMatchObject({ subject: null })
  })

  const faults: [what: string, changed: Record<string, unknown>][] = [
    ['a nonce: it is an ID token', { nonce: 'n' }],
    ['no event', { events: undefined }],
    ['another event', { events: { other: {} } }],
    ['an event that is no object', { events: { [event]: true } }],
    ['neither sub nor sid', { sub: undefined, sid: undefined }],
    ['no jti', { jti: undefined }],
    ['an empty jti', { jti: '' }],
    ['no exp', { exp: undefined }],
    ['expired', { exp: seconds - 31 }],
    ['no iat', { iat: undefined }],
    ['iat tomorrow', { iat: seconds + 86_400, exp: seconds + 90_000 }],
    ['iat long ago', { iat: seconds - 3_600 }],
    ['another audience', { aud: 'other' }],
    ['a sub that is no text', { sub: 7 }],
  ]
  it.each(faults)('%s: refused', async (_, changed) => {
    const kept = Object.entries(claims(changed)).filter(([, value]) => value !== undefined)
    expect(await verify(await signed(Object.fromEntries(kept)))).toHaveProperty('reason')
  })

  it.each(['JWT', 'at+jwt', undefined])('typ %s: refused', async (typ) => {
    expect(await verify(await signed(claims(), { typ }))).toHaveProperty('reason')
  })

  it('signed by somebody else, by nobody, or with one byte changed: refused', async () => {
    const other = await generateKeyPair('ES256')
    const header = { alg: 'ES256', kid: 'k', typ: 'logout+jwt' }
    const foreign = await new SignJWT(claims()).setProtectedHeader(header).sign(other.privateKey)
    const good = await signed(claims())
    const none = `${Buffer.from(JSON.stringify({ ...header, alg: 'none' })).toString('base64url')}.${good.split('.')[1]}.`
    for (const jwt of [foreign, none, `${good.slice(0, -3)}AAA`])
      expect(await verify(jwt)).toHaveProperty('reason')
  })

  it('of an issuer that is not configured: refused, and nobody is asked', async () => {
    for (const iss of ['http://169.254.169.254', 'https://evil.example', `${issuer}/`])
      expect(await verify(await signed(claims({ iss })))).toHaveProperty('reason')
    for (const junk of ['', 'x', 'a.b.c', 'é'.repeat(99)]) expect(await verify(junk)).toHaveProperty('reason')
    expect(asked).toEqual([])
  })

  it('unknown keys make us ask once in a while, not each time', async () => {
    for (let index = 0; index < 5; index++) await verify(await signed(claims(), { kid: `unknown-${index}` }))
    expect(asked.filter((path) => path === '/jwks').length).toBeLessThanOrEqual(1)
  })
})
