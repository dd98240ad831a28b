import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:http'
import { createRemoteJWKSet, exportJWK, generateKeyPair, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createProvider } from './provider'

const appOrigin = 'http://localhost:3000'
const clientSecret = 'Rk7zVbN2xQ5wMj8cT1yHgD4fLs9aPuE3'
const password = 'correct horse battery staple'

let server: Server
let issuer: string

beforeAll(async () => {
  server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  issuer = `http://localhost:${port}`
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const signingKey = { ...(await exportJWK(privateKey)), kid: 'k', alg: 'RS256', use: 'sig' }
  const options = { port, appOrigin, clientSecret, password, cookieKey: 'a-key-for-cookies', signingKey }
  const handle = createProvider(options).callback()
  server.on('request', (request, response) => void handle(request, response))
})
afterAll(() => server.close())

/** A browser as far as this needs one: it keeps cookies and follows redirects to the provider. */
function browser() {
  const cookies = new Map<string, string>()
  return async function visit(url: string, form?: Record<string, string>): Promise<Response> {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    const next = response.headers.get('location')
    return next && new URL(next, url).origin === issuer ? visit(new URL(next, url).href) : response
  }
}

const verifier = randomBytes(32).toString('base64url')

function request(clientId: string, changed: Record<string, string> = {}) {
  const providerId = clientId.replace('web-', 'local-')
  const parameters = {
    client_id: clientId,
    response_type: 'code',
    scope: 'openid profile email',
    redirect_uri: `${appOrigin}/api/auth/jwt/callback/${providerId}`,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state: 'a-state',
    nonce: 'a-nonce',
    ...changed,
  }
  return `${issuer}/auth?${new URLSearchParams(parameters).toString()}`
}

async function signIn(clientId: string, email: string) {
  const visit = browser()
  const page = await visit(request(clientId))
  const answer = await visit(page.url, { email, password })
  return new URL(answer.headers.get('location') ?? issuer)
}

async function redeem(clientId: string, code: string, given = verifier) {
  const redirectUri = `${appOrigin}/api/auth/jwt/callback/${clientId.replace('web-', 'local-')}`
  const isPublic = clientId === 'web-public'
  const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: given }
  return fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams(isPublic ? { ...form, client_id: clientId } : form),
    headers: isPublic ? {} : { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
  })
}

describe.each(['web-confidential', 'web-public'])('%s', (clientId) => {
  test.each(['lin', 'sam'])('learns who %s is', async (sub) => {
    const callback = await signIn(clientId, `${sub}@provider.example`)
    expect(callback.origin).toBe(appOrigin)
    expect(callback.searchParams.get('state')).toBe('a-state')
    const tokens = (await (await redeem(clientId, callback.searchParams.get('code') ?? '')).json()) as {
      id_token: string
    }
    const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`))
    const { payload } = await jwtVerify(tokens.id_token, keys, {
      issuer,
      audience: clientId,
      algorithms: ['RS256'],
    })
    expect(payload).toMatchObject({
      sub,
      email: `${sub}@provider.example`,
      email_verified: true,
      nonce: 'a-nonce',
    })
  })

  test('a code is good once, and only with its verifier', async () => {
    const stolen = await signIn(clientId, 'lin@provider.example')
    expect((await redeem(clientId, stolen.searchParams.get('code') ?? '', 'x'.repeat(43))).status).toBe(400)
    const code = (await signIn(clientId, 'lin@provider.example')).searchParams.get('code') ?? ''
    expect((await redeem(clientId, code)).status).toBe(200)
    expect((await redeem(clientId, code)).status).toBe(400)
  })

  test('PKCE is not optional', async () => {
    const answer = await browser()(request(clientId, { code_challenge: '', code_challenge_method: '' }))
    expect(answer.headers.get('location')).toContain('error=invalid_request')
  })

  test.each(['/', '/api/auth/jwt/callback/other', '/api/auth/jwt/callback/local-public?x=1'])(
    'is never sent to %s',
    async (path) => {
      const answer = await browser()(request(clientId, { redirect_uri: `${appOrigin}${path}` }))
      expect([answer.status, answer.headers.get('location')]).toEqual([400, null])
    },
  )
})

test('a wrong password says so, and shows what was typed as text', async () => {
  const visit = browser()
  const page = await visit(request('web-public'))
  const answer = await visit(page.url, { email: '"><script>', password: 'wrong' })
  expect(answer.status).toBe(401)
  expect(await answer.text()).not.toContain('<script>')
})

test('another browser cannot answer for this one', async () => {
  const page = await browser()(request('web-public'))
  const answer = await browser()(page.url, { email: 'lin@provider.example', password })
  expect(answer.status).toBe(400)
})

test('every answer is hardened', async () => {
  for (const path of ['/.well-known/openid-configuration', '/nothing', '/auth']) {
    const { headers } = await fetch(`${issuer}${path}`)
    expect(headers.get('content-security-policy')).toContain(`frame-ancestors 'none'`)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  }
})

test('publishes the public half of its key only', async () => {
  const { keys } = (await (await fetch(`${issuer}/jwks`)).json()) as { keys: object[] }
  expect(Object.keys(keys[0] ?? {}).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
})
