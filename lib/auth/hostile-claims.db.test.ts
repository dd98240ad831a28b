import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signInByIdentity } from '@/lib/accounts'
import { captureLog } from '@/lib/accounts/testing/account-fixtures'
import { db } from '@/lib/db/prisma-client'
import { env } from '@/lib/env'
import { storedIdTokenData, providerById, verifyProviderResponse } from '@/lib/oidc'
import { exchangeToken } from './exchange-token'
import { backChannelLogoutRoutes } from './http/provider-sign-out'
import { audience } from './parts/access-token'
import { providerTokenReader } from './provider-token'
import { Jar } from './testing/jar'

/**
 * A provider that signs whatever it likes, and a real database: a claim that cannot be kept is a refusal with a reason at
 * every place where a provider's word comes in, and never an error.
 */

const now = new Date()
const seconds = Math.floor(now.getTime() / 1000)
const loggedOutBy = (request: Request) =>
  backChannelLogoutRoutes.POST(request, { params: Promise.resolve({}) })
const event = 'http://schemas.openid.net/event/backchannel-logout'

let server: Server
let issuer: string
let key: CryptoKey
let userinfo: object

beforeAll(async () => {
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  key = privateKey
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' }
  const bodies: Record<string, () => object> = {
    '/jwks': () => ({ keys: [jwk] }),
    '/userinfo': () => userinfo,
    '/.well-known/openid-configuration': () => ({
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      jwks_uri: `${issuer}/jwks`,
    }),
  }
  server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(bodies[request.url ?? '']?.()))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  issuer = `http://localhost:${(server.address() as AddressInfo).port}`
  Object.assign(env(), { OIDC_GENERIC_ISSUER: issuer, OIDC_GENERIC_CLIENT_ID: 'app' })
})
afterAll(() => void server.close())

/** Signed by hand: a library that signs would check what it signs. */
function signed(claims: object, typ: string): Promise<string> {
  const defined = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined))
  return new SignJWT(defined).setProtectedHeader({ alg: 'ES256', kid: 'k', typ }).sign(key)
}

const times = { iat: seconds, exp: seconds + 120 }
const signal = () => AbortSignal.timeout(5_000)

async function signIn(claims: object, said: object = {}) {
  const idToken = await signed({ iss: issuer, aud: 'app', sub: 'lin', ...times, ...claims }, 'JWT')
  userinfo = { sub: 'lin', ...claims, ...said }
  const tokens = { id_token: idToken, access_token: 'opaque' }
  const answer = await verifyProviderResponse(providerById('generic')!, tokens, signal(), now)
  if (!answer.ok) return answer
  const email = answer.identity.email ?? `${crypto.randomUUID()}@provider.example`
  const identity = { ...answer.identity, email, emailVerified: true }
  return { believed: answer, signedIn: await signInByIdentity(identity, new Jar().ctx(now).visitor, now) }
}

const accessToken = (claims: object) =>
  signed(
    { iss: issuer, aud: audience(), sub: 'lin', client_id: 'spa', scope: 'openid api', ...times, ...claims },
    'at+jwt',
  )

const unkeepable: [what: string, value: unknown][] = [
  ['U+0000', 'a\u0000b'],
  ['U+0000 alone', '\u0000'],
  ['a line feed', 'a\nb'],
  ['U+0085', 'a\u0085b'],
  ['half a surrogate pair, high', 'a\ud800'],
  ['half a surrogate pair, low', '\udc00a'],
  ['256 characters', 'a'.repeat(256)],
  ['five thousand characters', 'a'.repeat(5_000)],
  ['nothing', ''],
  ['a number', 7],
  ['a list', ['lin']],
  ['an object', { sub: 'lin' }],
  ['true', true],
]

describe.each(unkeepable)('an identifier with %s', (_, value) => {
  test('sub or sid of an ID token', async () => {
    expect(await signIn({ sub: value })).toMatchObject({ reason: expect.stringMatching(/^sub: /) as string })
    expect(await signIn({ sid: value })).toMatchObject({ reason: expect.stringMatching(/^sid: /) as string })
  })

  test('sub of userinfo', async () => {
    const refused = await signIn({}, { sub: value })
    expect(refused).toMatchObject({ reason: expect.stringMatching(/^userinfo: sub: /) as string })
  })

  test('sub of an access token: 401 for whoever sends it, no exchange, and a line in the log', async () => {
    const log = captureLog()
    const token = await accessToken({ sub: value })
    const presented = { cookies: new Map<string, string>(), authorization: `Bearer ${token}` }
    const reader = providerTokenReader(presented)
    expect(await reader?.read(presented, now)).toMatchObject({ ok: false, code: 'not_authenticated' })
    expect(await reader?.verify(presented, now)).toMatchObject({ ok: false, code: 'not_authenticated' })
    expect(await exchangeToken({ subject_token: token }, new Jar().ctx(now))).toMatchObject({
      code: 'invalid_subject_token',
    })
    expect(log.text()).toContain('"reason":"sub: ')
  })

  test.each(['sub', 'sid', 'jti'])('%s of a logout token: 400', async (name) => {
    const right = { iss: issuer, aud: 'app', jti: crypto.randomUUID(), sub: 'lin', events: { [event]: {} } }
    const token = await signed({ ...right, ...times, [name]: value }, 'logout+jwt')
    const request = new Request('http://localhost:3000/api/oidc/backchannel-logout', {
      method: 'POST',
      body: new URLSearchParams({ logout_token: token }),
    })
    const response = await loggedOutBy(request)
    const { error_description } = (await response.json()) as { error_description: string }
    expect([response.status, error_description]).toEqual([400, expect.stringContaining(`${name}: `)])
  })
})

const unbelievableInstants = [-1, 1e13, 8.65e12, 1e300, '1', null]

describe.each(unbelievableInstants)('the instant %j', (value) => {
  test('auth_time of an ID token', async () => {
    expect(await signIn({ auth_time: value })).toMatchObject({
      reason: expect.stringMatching(/^auth_time: /) as string,
    })
  })

  test.each(['exp', 'auth_time'])('%s of an access token', async (name) => {
    const token = await accessToken({ [name]: value })
    const presented = { cookies: new Map<string, string>(), authorization: `Bearer ${token}` }
    expect(await providerTokenReader(presented)?.read(presented, now)).toMatchObject({
      ok: false,
      code: 'not_authenticated',
    })
    expect(await exchangeToken({ subject_token: token }, new Jar().ctx(now))).toMatchObject({ ok: false })
  })

  test('exp of a logout token: 400', async () => {
    const claims = {
      iss: issuer,
      aud: 'app',
      jti: 'j',
      sub: 'lin',
      events: { [event]: {} },
      iat: seconds,
      exp: value,
    }
    const body = new URLSearchParams({ logout_token: await signed(claims, 'logout+jwt') })
    const request = new Request('http://localhost:3000/api/oidc/backchannel-logout', { method: 'POST', body })
    expect((await loggedOutBy(request)).status).toBe(400)
  })
})

test('a logout token is remembered for as long as it could be used, whatever it says', async () => {
  const claims = { iss: issuer, aud: 'app', jti: 'far', sub: 'lin', events: { [event]: {} } }
  const token = await signed({ ...claims, iat: seconds, exp: 253_402_300_000 }, 'logout+jwt')
  const body = new URLSearchParams({ logout_token: token })
  const request = new Request('http://localhost:3000/api/oidc/backchannel-logout', { method: 'POST', body })
  expect((await loggedOutBy(request)).status).toBe(200)
  const { expiresAt } = await db().spentToken.findFirstOrThrow({ orderBy: { expiresAt: 'desc' } })
  expect(expiresAt.getTime()).toBeLessThanOrEqual((seconds + 11 * 60) * 1000)
})

test.each(['a', 'é'.repeat(255), '😀'.repeat(127), ' a|b ', 'auth0|5f7c8ec7c33c6c004bbafe82', '\u202eabc'])(
  'a subject that can be kept is kept as it is: %s',
  async (sub) => {
    const first = await signIn({ sub, sid: sub })
    expect(first).toMatchObject({ believed: { issuerSid: sub }, signedIn: { ok: true } })
    expect(await db().identity.count({ where: { issuer, subject: sub } })).toBe(1)
    const token = await accessToken({ sub })
    const presented = { cookies: new Map<string, string>(), authorization: `Bearer ${token}` }
    expect(await providerTokenReader(presented)?.read(presented, now)).toMatchObject({ ok: true })
  },
)

const hostileProfile: Record<string, unknown>[] = [
  { name: 'a\u0000b', email: 'a\u0000b@provider.example', locale: 'de\u0000', acr: '\ud800' },
  { name: { first: 'a' }, email: ['a@provider.example'], locale: 7, acr: null },
  { name: 'x'.repeat(9000), email: `${'x'.repeat(9000)}@provider.example`, locale: '💥'.repeat(60) },
  { name: '\ud800', email: 'a@provider.example\r\nBcc: b@provider.example', email_verified: 'yes' },
]

test.each(hostileProfile)(
  'what is told of a person is left out where it cannot be kept: %#',
  async (profile) => {
    const outcome = await signIn({ sub: crypto.randomUUID(), ...profile })
    if ('reason' in outcome) throw new Error(outcome.reason)
    expect(outcome.signedIn).toMatchObject({ ok: true, person: { name: null } })
    const kept = JSON.stringify(storedIdTokenData(null, outcome.believed.claims, 'claims'))
    expect(kept).not.toMatch(/\\u0000|\\ud800|\\r/)
    expect(Buffer.byteLength(kept)).toBeLessThan(1_000)
  },
)
