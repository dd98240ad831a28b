import { expect, test } from 'vitest'
import { appOrigin, authorize, browser, codeOf, request, startProvider } from './testing/provider-client'

const { issuer } = await startProvider()

const paths = [
  '/.well-known/openid-configuration',
  '/jwks',
  '/nothing',
  '/auth',
  '/interaction/unknown',
  '/session/end',
  '/session/end/success',
  '/me',
]

test.each(paths)('%s is hardened', async (path) => {
  const { headers } = await fetch(`${issuer}${path}`)
  expect(Object.fromEntries(headers)).toMatchObject({
    'cache-control': expect.stringContaining('no-store') as string,
    'cross-origin-opener-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  })
  const policy = headers.get('content-security-policy')
  expect(policy).toContain(`default-src 'none'; style-src 'sha256-`)
  expect(policy).toContain(`form-action 'self' ${appOrigin} http://127.0.0.1:*;`)
  expect(policy).toContain(`frame-ancestors 'none'`)
  expect(policy).not.toMatch(/script|unsafe/)
})

test.each(['/nothing', '/interaction', '/session', '/reg', '/device', '/token/introspection'])(
  '%s leads nowhere',
  async (path) => {
    const answer = await fetch(`${issuer}${path}`)
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('leads nowhere')])
  },
)

test('no page has a script in it', async () => {
  const visit = browser(issuer)
  const pages = [await visit(request('spa')), await visit('/session/end'), await visit('/auth')]
  for (const page of pages) expect(await page.text()).not.toMatch(/<script|\son\w+=|javascript:/i)
})

test('what the library would submit by script becomes a button', async () => {
  const answer = await browser(issuer)(request('spa', { response_mode: 'form_post', prompt: 'none' }))
  const text = await answer.text()
  expect(text).toContain(`action="${appOrigin}/spa"`)
  expect(text).toContain('<button>Continue</button>')
  expect(text).not.toMatch(/<script|noscript/)
})

test('publishes the public half of its key only', async () => {
  const { keys } = (await (await fetch(`${issuer}/jwks`)).json()) as { keys: object[] }
  expect(Object.keys(keys[0] ?? {}).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
})

test('offers what it does: code flow, S256, logout in both ways', async () => {
  const answer = await fetch(`${issuer}/.well-known/openid-configuration`)
  expect(await answer.json()).toMatchObject({
    issuer,
    response_types_supported: expect.arrayContaining(['code']) as string[],
    code_challenge_methods_supported: ['S256'],
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    end_session_endpoint: `${issuer}/session/end`,
    revocation_endpoint: `${issuer}/token/revocation`,
    authorization_response_iss_parameter_supported: true,
  })
})

async function redeemFrom(origin: string, clientId: string) {
  const code = codeOf(await authorize(browser(issuer), clientId))
  const form = {
    grant_type: 'authorization_code',
    client_id: clientId,
    code,
    redirect_uri: `${appOrigin}/spa`,
  }
  const body = new URLSearchParams({ ...form, code_verifier: 'x'.repeat(43) })
  const answer = await fetch(`${issuer}/token`, { method: 'POST', body, headers: { origin } })
  const { error_description } = (await answer.json()) as { error_description: string }
  return { allowed: answer.headers.get('access-control-allow-origin'), error_description, ...answer.headers }
}

test('the single-page client may ask for tokens from its own origin', async () => {
  const { allowed, error_description } = await redeemFrom(appOrigin, 'spa')
  expect(allowed).toBe(appOrigin)
  expect(error_description).toContain('grant request is invalid') // the verifier: it got that far
})

test.each([
  ['http://localhost:5000', 'spa'],
  ['null', 'spa'],
  ['http://localhost:3000.evil.example', 'spa'],
  [appOrigin, 'web-public'],
  [appOrigin, 'native'],
])('nobody else: %s as %s', async (origin, clientId) => {
  const { allowed, error_description } = await redeemFrom(origin, clientId)
  expect(allowed).toBeNull()
  expect(error_description).toContain('not allowed for client')
})

test.each(['/.well-known/openid-configuration', '/jwks'])('%s is for everybody', async (path) => {
  const { headers } = await fetch(`${issuer}${path}`, { headers: { origin: appOrigin } })
  expect(headers.get('access-control-allow-origin')).toBe(appOrigin)
  expect(headers.get('access-control-allow-credentials')).toBeNull()
})
