import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'
import {
  appOrigin,
  browser,
  password,
  startProvider,
  type Browser,
} from '@/lib/local-provider/testing/provider-client'
import { CannotTell } from './command'
import {
  authorizationUrl,
  discoverProvider,
  newChecks,
  redeem,
  refreshAtProvider,
  revokeAtProvider,
  type ProviderTokens,
} from './provider'

/** Against the real provider; the person's browser is one without a page. */

const { issuer } = await startProvider()
const provider = await discoverProvider({ issuer })
const redirectUri = 'http://127.0.0.1:53211/callback'

async function asked(decision = 'allow', visit: Browser = browser(issuer)) {
  const checks = newChecks()
  const url = await authorizationUrl(provider, redirectUri, appOrigin, checks)
  const page = await visit(url.href)
  const question = await visit(page.url, { email: 'lin@provider.example', password })
  const { headers } = await visit(question.url, { decision })
  return { url, checks, answer: new URL(headers.get('location') ?? 'nowhere:') }
}

async function signedIn() {
  const { answer, checks } = await asked()
  return (await redeem(provider, answer, checks)) as ProviderTokens
}

const changed = (answer: URL, name: string, value?: string) => {
  const other = new URL(answer)
  if (value === undefined) other.searchParams.delete(name)
  else other.searchParams.set(name, value)
  return other
}

test('asks with PKCE, state and nonce of its own each time, for our API', async () => {
  const [one, other] = await Promise.all([asked(), asked()])
  expect(Object.fromEntries(one.url.searchParams)).toMatchObject({
    client_id: 'native',
    response_type: 'code',
    code_challenge_method: 'S256',
    redirect_uri: redirectUri,
    resource: `${appOrigin}/api`,
    scope: 'openid profile email api',
  })
  for (const name of ['state', 'nonce', 'code_challenge']) {
    expect(one.url.searchParams.get(name)!.length).toBeGreaterThanOrEqual(43)
    expect(one.url.searchParams.get(name)).not.toBe(other.url.searchParams.get(name))
  }
})

test('the code becomes an access token for our API and a refresh token', async () => {
  const { accessToken, refreshToken, expiresInSeconds } = await signedIn()
  expect(decodeJwt(accessToken)).toMatchObject({
    iss: issuer,
    aud: `${appOrigin}/api`,
    sub: 'lin',
    scope: 'api',
  })
  expect([typeof refreshToken, expiresInSeconds]).toEqual(['string', 300])
})

test('Deny', async () => {
  const { answer, checks } = await asked('deny')
  expect(await redeem(provider, answer, checks)).toEqual({ ok: false, code: 'access_denied' })
})

const tampered: [what: string, tamper: (answer: URL) => URL][] = [
  ['iss of another issuer (RFC 9207)', (answer) => changed(answer, 'iss', 'http://localhost:4999')],
  ['no iss', (answer) => changed(answer, 'iss')],
  ['another state', (answer) => changed(answer, 'state', 'another')],
  ['no state', (answer) => changed(answer, 'state')],
]
test.each(tampered)('%s is not believed, and the code is not spent on it', async (_, tamper) => {
  const { answer, checks } = await asked()
  expect(await redeem(provider, tamper(answer), checks)).toEqual({ ok: false, code: 'unbelievable' })
  expect(await redeem(provider, answer, checks)).toHaveProperty('accessToken')
})

test('an ID token with another nonce is not believed', async () => {
  const { answer, checks } = await asked()
  const others = { ...checks, expectedNonce: newChecks().expectedNonce }
  expect(await redeem(provider, answer, others)).toEqual({ ok: false, code: 'unbelievable' })
})

test.each<[string, (answer: URL) => URL, Partial<ReturnType<typeof newChecks>>]>([
  ['another verifier', (answer) => answer, { pkceCodeVerifier: newChecks().pkceCodeVerifier }],
  ['another code', (answer) => changed(answer, 'code', 'guessed'), {}],
  ['another port', (answer) => new URL(answer.href.replace(':53211', ':53212')), {}],
])('%s is refused by the provider', async (_, tamper, others) => {
  const { answer, checks } = await asked()
  const given = { ...checks, ...others }
  expect(await redeem(provider, tamper(answer), given)).toEqual({ ok: false, code: 'invalid_grant' })
})

test('a refresh token is good once', async () => {
  const { refreshToken } = await signedIn()
  const next = (await refreshAtProvider(provider, refreshToken)) as ProviderTokens
  expect(decodeJwt(next.accessToken)).toMatchObject({ aud: `${appOrigin}/api`, sub: 'lin' })
  expect(next.refreshToken).not.toBe(refreshToken)
  expect(await refreshAtProvider(provider, refreshToken)).toEqual({ ok: false, code: 'invalid_grant' })
})

test('revoked is revoked; twice is as good as once', async () => {
  const { refreshToken } = await signedIn()
  expect(await revokeAtProvider(provider, refreshToken)).toMatchObject({ ok: true })
  expect(await revokeAtProvider(provider, refreshToken)).toMatchObject({ ok: true })
  expect(await refreshAtProvider(provider, refreshToken)).toEqual({ ok: false, code: 'invalid_grant' })
})

async function listening(status: number, body: unknown) {
  const server = createServer((_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { issuer: `http://localhost:${port}`, stop: () => server.close() }
}

test.each<[number, unknown]>([
  [200, { issuer: 'http://localhost:1', authorization_endpoint: 'http://localhost:1/auth' }],
  [200, 'nonsense'],
  [404, {}],
  [503, { error: 'temporarily_unavailable' }],
])('somebody else behind the port (%i %j) is no provider', async (status, body) => {
  const { issuer: other, stop } = await listening(status, body)
  await expect(discoverProvider({ issuer: other })).rejects.toBeInstanceOf(CannotTell)
  stop()
})

test('nobody behind the port is one sentence', async () => {
  const { issuer: gone, stop } = await listening(200, {})
  stop()
  await expect(discoverProvider({ issuer: gone })).rejects.toThrow(
    `The local provider at ${gone} does not answer as it should: is \`npm start\` running?`,
  )
})
