import { createRemoteJWKSet, jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import {
  authorize,
  browser,
  codeOf,
  password,
  redeem,
  request,
  startProvider,
} from './testing/provider-client'

const { issuer } = await startProvider()
const form = { email: 'lin@provider.example', password }

describe.each(['web-confidential', 'web-public', 'spa', 'native'])('%s', (clientId) => {
  test.each(['lin', 'sam'])('learns who %s is', async (sub) => {
    const email = `${sub}@provider.example`
    const answer = await authorize(browser(issuer), clientId, {}, email)
    expect(answer.searchParams.get('state')).toBe('a-state')
    expect(answer.searchParams.get('iss')).toBe(issuer)
    const { tokens } = await redeem(issuer, clientId, codeOf(answer))
    const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`))
    const checks = { issuer, audience: clientId, algorithms: ['RS256'] }
    const { payload } = await jwtVerify(tokens.id_token, keys, checks)
    expect(payload).toMatchObject({ sub, email, email_verified: true, nonce: 'a-nonce' })
    expect('sid' in payload).toBe(clientId.startsWith('web-'))
  })
})

test.each([
  { email: 'lin@provider.example', password: 'wrong' },
  { email: 'lin@provider.example', password: '' },
  { email: 'lin@provider.example' },
  { email: 'ada@example.com', password },
  { email: '', password },
  { password },
  {},
])('%o signs nobody in', async (given: Record<string, string>) => {
  const visit = browser(issuer)
  const page = await visit(request('web-public'))
  expect((await visit(page.url, given)).status).toBe(401)
  expect((await visit(request('web-public', { prompt: 'none' }))).headers.get('location')).toContain('error=')
})

test('a wrong password is 401, says so, keeps the address as text and not the password', async () => {
  const visit = browser(issuer)
  const page = await visit(request('web-public'))
  const answer = await visit(page.url, { email: '"><script>', password: 'wrong-and-typed' })
  const text = await answer.text()
  expect(answer.status).toBe(401)
  expect(text).toContain('do not go together')
  expect(text).toContain('value="&quot;&gt;&lt;script&gt;"')
  expect(text).not.toMatch(/<script|wrong-and-typed/)
})

test('the page says who asks, and that this is not the app', async () => {
  const text = await (await browser(issuer)(request('web-public'))).text()
  expect(text).toContain('Local OpenID Provider')
  expect(text).toContain('<b>Bothways</b> asks who you are')
})

test('cancelling sends the client access_denied', async () => {
  const visit = browser(issuer)
  const page = await visit(request('web-public'))
  const answer = await visit(page.url, { decision: 'deny' })
  const url = new URL(answer.headers.get('location') ?? '')
  expect(url.pathname).toBe('/api/auth/jwt/callback/local-public')
  expect(url.searchParams.get('error')).toBe('access_denied')
  expect(url.searchParams.get('code')).toBeNull()
})

test('another browser cannot answer for this one, and is told what to do in a page with our headers', async () => {
  const page = await browser(issuer)(request('web-public'))
  const answer = await browser(issuer)(page.url, form)
  expect(answer.status).toBe(400)
  expect(answer.headers.get('content-security-policy')).toContain(`default-src 'none'`)
  expect(await answer.text()).toContain('Start again')
})

test.each([
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'cross-site', origin: 'null' },
  { origin: 'http://localhost:5000' },
  { origin: 'null' },
])('a form that says %o changes nothing', async (headers: Record<string, string>) => {
  const visit = browser(issuer)
  const page = await visit(request('web-public'))
  expect((await visit(page.url, form, headers)).status).toBe(403)
  expect((await visit(page.url, form, { 'sec-fetch-site': 'same-origin', origin: 'null' })).status).toBe(303)
})

test('a session is remembered, until prompt=login asks again', async () => {
  const visit = browser(issuer)
  await authorize(visit, 'web-public')
  expect((await visit(request('web-confidential'))).headers.get('location')).toContain('code=')
  expect(await (await visit(request('web-confidential', { prompt: 'login' }))).text()).toContain('Password')
})

test('signing in as somebody else ends the first session, by a button', async () => {
  const visit = browser(issuer)
  await authorize(visit, 'web-public')
  const page = await visit(request('web-public', { prompt: 'login' }))
  const step = await visit(page.url, { email: 'sam@provider.example', password })
  const text = await step.text()
  expect(text).toContain('<button>Continue</button>')
  expect(text).not.toMatch(/<script|noscript/)
  const [, action = '', xsrf = ''] = /action="([^"]+)"[^]*name="xsrf" value="([^"]+)"/.exec(text) ?? []
  const answer = await visit(action, { xsrf, logout: 'yes' })
  const { tokens } = await redeem(issuer, 'web-public', codeOf(new URL(answer.headers.get('location') ?? '')))
  expect(JSON.parse(atob(tokens.id_token.split('.')[1] ?? ''))).toMatchObject({ sub: 'sam' })
})
