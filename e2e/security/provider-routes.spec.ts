import { Client, type Sent } from '../support/client'
import { onwardFrom } from '../support/page'
import { signedIn } from '../support/people'
import { expectProblem } from '../support/problem'
import { expect, test } from '../support/test'

/** The routes that are no JSON API: forms that lead to a provider, and a provider that tells of a sign-out. */

const form = { strategy: 'database', callbackUrl: '/account' }
const toProvider = '/api/sign-in/local-public'
const outAtProvider = '/api/sign-out/provider'
const fromProvider = '/api/oidc/backchannel-logout'
const secretive = /https?:\/\/localhost:\d+\/auth\?/

test('a form of our own leads to the provider, with nothing of what else was typed', async ({ app }) => {
  const client = new Client(app)
  const { status, headers, text } = await client.send('POST', toProvider, {
    form: { ...form, email: 'lin@provider.example', password: 'canary of a password' },
  })
  expect([status, headers['cache-control'], headers.location]).toEqual([200, 'no-store', undefined])
  expect(onwardFrom(text)).toMatch(secretive)
  expect(headers['content-security-policy']).toMatch(
    /^default-src 'none'; style-src 'nonce-[^']+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
  )
  expect(text).toContain('>Continue to Local provider (public client)</a>')
  expect(text).not.toMatch(/canary|lin%40/)
  expect(app.log()).not.toContain('canary of a password')
})

const foreign: [what: string, headers: Record<string, string | undefined>][] = [
  ['another origin', { origin: 'https://evil.example' }],
  ['a sandbox', { origin: 'null' }],
  ['no sign of where from', { origin: undefined }],
  ['another site, by fetch metadata', { 'sec-fetch-site': 'cross-site' }],
  ['the same site, another port', { 'sec-fetch-site': 'same-site' }],
]
for (const [what, headers] of foreign)
  test(`sign-in with a provider from ${what}: refused, and no cookie set`, async ({ app }) => {
    const answer = await new Client(app).send('POST', toProvider, { form, headers })
    expectProblem(answer, 403, 'cross_origin')
    expect(answer.setCookies).toEqual([])
  })

const odd: [what: string, path: string, sent: Sent, status: number, code: string][] = [
  ['JSON', toProvider, { json: form }, 415, 'unsupported_media_type'],
  ['no body', toProvider, {}, 415, 'unsupported_media_type'],
  ['a strategy that is none', toProvider, { form: { strategy: 'bearer' } }, 400, 'malformed_request'],
  ['an intent that is none', toProvider, { form: { intent: 'admin' } }, 400, 'malformed_request'],
  ['17 KiB', toProvider, { form: { callbackUrl: 'x'.repeat(17_000) } }, 413, 'payload_too_large'],
  ['an unknown provider', '/api/sign-in/nobody', { form }, 404, 'not_found'],
  ['a prototype', '/api/sign-in/__proto__', { form }, 404, 'not_found'],
  ['a password as provider', '/api/sign-in/credentials', { form }, 404, 'not_found'],
  ['JSON as logout', fromProvider, { json: { logout_token: 'x' } }, 415, 'unsupported_media_type'],
  [
    '17 KiB as logout',
    fromProvider,
    { form: { logout_token: 'x'.repeat(17_000) } },
    413,
    'payload_too_large',
  ],
]
for (const [what, path, sent, status, code] of odd)
  test(`${what} is refused with ${status}`, async ({ app }) => {
    expectProblem(await new Client(app).send('POST', path, sent), status, code)
  })

test('out at the provider, from another site: refused, and nobody is signed out', async ({ app, person }) => {
  const client = await signedIn(app, person)
  for (const [, headers] of foreign) {
    const answer = await client.send('POST', outAtProvider, { form: {}, headers })
    expectProblem(answer, 403, 'cross_origin')
    expect(answer.setCookies).toEqual([])
  }
  expect((await client.get('/api/me')).status).toBe(200)
})

test('out at the provider, after a password: out here', async ({ app, person }) => {
  const client = await signedIn(app, person)
  const answer = await client.send('POST', outAtProvider, { form: {} })
  expect([answer.status, answer.headers.location]).toEqual([303, `${app.origin}/sign-in?notice=signed-out`])
  expect((await client.get('/api/me')).status).toBe(401)
  const again = await client.send('POST', outAtProvider, { form: {} })
  expect([again.status, again.headers.location]).toEqual([303, `${app.origin}/sign-in`])
})

for (const path of [toProvider, outAtProvider, fromProvider])
  test(`${path} takes POST only`, async ({ app }) => {
    const client = new Client(app)
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await client.send(method, path)
      expect([answer.status, answer.headers.allow], method).toEqual([405, 'POST, OPTIONS'])
    }
    const options = await client.send('OPTIONS', path)
    expect([options.status, options.headers.allow]).toEqual([204, 'POST, OPTIONS'])
  })

test('a logout token that is none: 400, and nobody is signed out', async ({ app, person }) => {
  const client = await signedIn(app, person)
  const junk = ['', 'x', 'a.b.c', `${btoa('{"alg":"none"}')}.${btoa('{"iss":"http://localhost"}')}.`]
  for (const logout_token of junk) {
    const { status, headers, text } = await new Client(app).send('POST', fromProvider, {
      form: { logout_token },
      headers: { origin: undefined },
    })
    expect([status, headers['cache-control']]).toEqual([400, 'no-store'])
    expect(JSON.parse(text)).toMatchObject({ error: 'invalid_request' })
  }
  const twice = await new Client(app).send('POST', fromProvider, {
    body: 'logout_token=x&logout_token=y',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  expect(twice.status).toBe(400)
  expect((await client.get('/api/me')).status).toBe(200)
})

test('junk in our own cookies changes nothing and breaks nothing', async ({ app, person }) => {
  const client = await signedIn(app, person)
  for (const value of ['x', 'A'.repeat(3_000), '{}', '%00', 'a.b.c'])
    for (const name of ['flow-browser', 'provider-lab', 'callback-url.database']) {
      client.jar.set(name, value)
      expect((await client.get('/account')).status, `${name}=${value.slice(0, 9)}`).toBe(200)
      expect((await client.get('/sign-in')).text).not.toContain('Application error')
      client.jar.delete(name)
    }
})
