import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose'
import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  api,
  appOrigin,
  authorize,
  browser,
  codeOf,
  redeem,
  refresh,
  request,
  startProvider,
  userinfo,
  wholeScope,
} from './testing/provider-client'

const { issuer } = await startProvider()
const forApi = { scope: wholeScope, resource: api }

afterEach(() => void vi.useRealTimers())
const pass = (seconds: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1000 })

async function tokensFor(clientId: string, changed: Record<string, string> = {}) {
  const code = codeOf(await authorize(browser(issuer), clientId, changed))
  return { code, ...(await redeem(issuer, clientId, code)).tokens }
}

describe('a code', () => {
  test.each(['web-confidential', 'web-public', 'spa', 'native'])(
    'of %s is good once; its replay ends what it gave (RFC 6749 §4.1.2)',
    async (clientId) => {
      const { code, access_token, refresh_token } = await tokensFor(clientId)
      expect((await userinfo(issuer, access_token)).status).toBe(200)
      expect((await redeem(issuer, clientId, code)).tokens.error).toBe('invalid_grant')
      expect((await userinfo(issuer, access_token)).status).toBe(401)
      if (refresh_token)
        expect((await refresh(issuer, clientId, refresh_token)).tokens.error).toBe('invalid_grant')
    },
  )

  test('raced for by twenty is redeemed at most once, and what it gave is dead', async () => {
    const code = codeOf(await authorize(browser(issuer), 'spa'))
    const all = await Promise.all(Array.from({ length: 20 }, () => redeem(issuer, 'spa', code)))
    const won = all.filter(({ status }) => status === 200)
    expect(won.length).toBeLessThanOrEqual(1)
    for (const { tokens } of won) {
      expect((await userinfo(issuer, tokens.access_token)).status).toBe(401)
      expect((await refresh(issuer, 'spa', tokens.refresh_token)).status).toBe(400)
    }
  })

  test.each([
    [59, 200],
    [60, 400],
  ])('after %i s: %i', async (seconds, status) => {
    const code = codeOf(await authorize(browser(issuer), 'spa'))
    pass(seconds)
    expect((await redeem(issuer, 'spa', code)).status).toBe(status)
  })

  test('is for the client that asked', async () => {
    const code = codeOf(await authorize(browser(issuer), 'spa'))
    expect((await redeem(issuer, 'web-public', code)).tokens.error).toBe('invalid_grant')
  })
})

describe('a refresh token', () => {
  test('is given to those who call the API, not to those who sign in', async () => {
    expect((await tokensFor('spa')).refresh_token).toBeDefined()
    expect((await tokensFor('native')).refresh_token).toBeDefined()
    expect((await tokensFor('web-public')).refresh_token).toBeUndefined()
    expect((await tokensFor('web-confidential')).refresh_token).toBeUndefined()
  })

  test('rotates, and its reuse ends the grant with its successor (RFC 9700 §4.14.2)', async () => {
    const first = await tokensFor('spa')
    const { tokens: second } = await refresh(issuer, 'spa', first.refresh_token)
    expect(second.refresh_token).not.toBe(first.refresh_token)
    expect((await refresh(issuer, 'spa', first.refresh_token)).tokens.error).toBe('invalid_grant')
    expect((await refresh(issuer, 'spa', second.refresh_token)).tokens.error).toBe('invalid_grant')
    expect((await userinfo(issuer, second.access_token)).status).toBe(401)
  })

  test('raced for by twenty has at most one successor, and that is dead', async () => {
    const { refresh_token } = await tokensFor('spa')
    const all = await Promise.all(Array.from({ length: 20 }, () => refresh(issuer, 'spa', refresh_token)))
    const won = all.filter(({ status }) => status === 200)
    expect(won.length).toBeLessThanOrEqual(1)
    for (const { tokens } of won)
      expect((await refresh(issuer, 'spa', tokens.refresh_token)).tokens.error).toBe('invalid_grant')
  })

  test('of another client is refused', async () => {
    const { refresh_token } = await tokensFor('spa')
    expect((await refresh(issuer, 'native', refresh_token)).tokens.error).toBe('invalid_grant')
  })

  test('can be revoked by its own client alone (RFC 7009 §2.1)', async () => {
    const { refresh_token: token = '' } = await tokensFor('spa')
    const revoke = (client_id: string) =>
      fetch(`${issuer}/token/revocation`, { method: 'POST', body: new URLSearchParams({ token, client_id }) })
    expect((await revoke('native')).status).toBe(200)
    const { tokens } = await refresh(issuer, 'spa', token)
    expect(tokens.refresh_token).toBeDefined()
    const body = new URLSearchParams({ token: tokens.refresh_token ?? '', client_id: 'spa' })
    expect((await fetch(`${issuer}/token/revocation`, { method: 'POST', body })).status).toBe(200)
    expect((await refresh(issuer, 'spa', tokens.refresh_token)).tokens.error).toBe('invalid_grant')
  })

  test('is not good for longer than eight hours, however often it is rotated', async () => {
    const offline = { scope: 'openid offline_access', prompt: 'consent' } // does not end with the session
    let { refresh_token } = await tokensFor('spa', offline)
    for (const _ of [1, 2]) {
      pass(3 * 60 * 60)
      refresh_token = (await refresh(issuer, 'spa', refresh_token)).tokens.refresh_token
      expect(refresh_token).toBeDefined()
    }
    pass(2 * 60 * 60)
    expect((await refresh(issuer, 'spa', refresh_token)).tokens.error).toBe('invalid_grant')
  })
})

describe('an access token for the API (RFC 8707, RFC 9068)', () => {
  const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`))
  const verify = (token: string) =>
    jwtVerify(token, keys, { issuer, audience: api, typ: 'at+jwt', algorithms: ['RS256'] })

  test.each(['web-confidential', 'web-public', 'spa', 'native'])(
    'is a JWT that %s gets for its code',
    async (clientId) => {
      const tokens = await tokensFor(clientId, forApi)
      const { payload } = await verify(tokens.access_token)
      expect(payload).toMatchObject({ sub: 'lin', client_id: clientId, scope: 'api', aud: api })
      expect(Object.keys(payload)).toEqual(expect.arrayContaining(['iat', 'exp', 'jti']))
      expect(payload.exp! - payload.iat!).toBe(300)
      expect([tokens.token_type, tokens.expires_in]).toEqual(['Bearer', 300])
      expect(decodeJwt(tokens.id_token)).toMatchObject({ aud: clientId, email: 'lin@provider.example' })
    },
  )

  test('is what refreshing gives as well', async () => {
    const first = await tokensFor('spa', forApi)
    const { tokens } = await refresh(issuer, 'spa', first.refresh_token)
    expect((await verify(tokens.access_token)).payload.scope).toBe('api')
  })

  test('is not for userinfo', async () => {
    expect((await userinfo(issuer, (await tokensFor('spa', forApi)).access_token)).status).toBe(401)
  })

  test('is not what comes without the resource: that is opaque, and for userinfo', async () => {
    const { access_token, scope } = await tokensFor('spa', { scope: wholeScope })
    expect(access_token).not.toContain('.')
    expect(scope).toBe('openid profile email')
    expect((await userinfo(issuer, access_token)).claims).toEqual({
      sub: 'lin',
      name: 'Lin Meyer',
      email: 'lin@provider.example',
      email_verified: true,
    })
  })

  test.each([`${api}/`, appOrigin, 'https://api.example', 'http://localhost:3000/API'])(
    'is not for %s',
    async (resource) => {
      const answer = await browser(issuer)(request('spa', { scope: wholeScope, resource }))
      expect(answer.headers.get('location')).toContain('error=invalid_target')
    },
  )
})
