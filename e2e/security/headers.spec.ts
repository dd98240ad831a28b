import { Client, type Answer } from '../support/client'
import { expect, test } from '../support/test'
import { staticFile } from '../support/page'
import { signedIn } from '../support/people'

/** What every response carries, whatever answered it: ASVS 3.4.1, 3.4.3–3.4.8, 13.4.6. */

const responses: [name: string, method: string, path: string, status: number][] = [
  ['a page', 'GET', '/', 200],
  ['a redirect of a page', 'GET', '/account', 307],
  ['a redirect of the framework', 'GET', '/sign-in/', 308],
  ['doubled slashes', 'GET', '//evil.example', 308],
  ['no such page', 'GET', '/nothing-here', 404],
  ['no such file', 'GET', '/_next/static/nothing.js', 404],
  ['no such API', 'GET', '/api/nothing', 404],
  ['a malformed URL', 'GET', '/%', 404],
  ['malformed UTF-8', 'GET', '/%E0%A4%A', 404],
  ['the image optimiser', 'GET', '/_next/image?url=/icon.svg&w=64&q=75', 404],
  ['the image optimiser, asked for our own network', 'GET', '/_next/image?url=/%5C127.0.0.1/&w=64&q=75', 404],
  ['a page of the framework', 'GET', '/_global-error', 404],
  ['a form of another site', 'POST', '/sign-in', 403],
  ['API, anonymous', 'GET', '/api/me', 401],
  ['API, another site', 'POST', '/api/sign-out', 403],
  ['API, wrong method', 'DELETE', '/api/me', 405],
  ['a page, wrong method', 'DELETE', '/account', 405],
  ['API, wrong fields', 'GET', '/api/me?strategy=both', 422],
  ['Auth.js', 'GET', '/api/auth/database/session', 200],
  ['Auth.js, closed', 'GET', '/api/auth/jwt/nothing', 404],
  ['health', 'GET', '/healthz', 200],
]

function expectHardened({ headers }: Answer) {
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(headers['x-frame-options']).toBe('DENY')
  expect(headers['referrer-policy']).toMatch(/^(no-referrer|same-origin|strict-origin)$/)
  expect(headers['cross-origin-opener-policy']).toBe('same-origin')
  expect(headers['cross-origin-resource-policy']).toBe('same-origin')
  const policy = String(headers['content-security-policy'])
  for (const part of ["frame-ancestors 'none'", "base-uri 'none'"]) expect(policy).toContain(part)
  expect(policy).toMatch(/object-src 'none'|default-src 'none'/)
  expect(policy).not.toMatch(/unsafe-|https?:|\*/)
  for (const banner of ['x-powered-by', 'server', 'access-control-allow-origin'])
    expect(headers[banner]).toBeUndefined()
}

for (const [name, method, path, status] of responses)
  test(`${name}: ${method} ${path}`, async ({ app }) => {
    const foreign = { origin: 'https://evil.example' }
    const answer = await new Client(app).send(method, path, { headers: status === 403 ? foreign : {} })
    expect(answer.status).toBe(status)
    expectHardened(answer)
    expect(answer.headers['strict-transport-security']).toBeUndefined() // http: see https.spec
    expect(answer.text).not.toMatch(/node_modules|\bat .*\.[jt]s:\d|Prisma/)
  })

test('a file of the build: hardened, and may be cached', async ({ app }) => {
  const answer = await new Client(app).get(await staticFile(app))
  expect(answer.status).toBe(200)
  expectHardened(answer)
  expect(answer.headers['cache-control']).toContain('immutable')
})

test('what is no request to Node itself: a header too long', async ({ app }) => {
  const long = await new Client(app).get('/', { 'x-long': 'x'.repeat(40_000) })
  expect(long.status).toBe(431)
  expectHardened(long)
})

test('no response says to another origin that it may read', async ({ app }) => {
  for (const origin of ['https://evil.example', 'null', `${app.origin}.evil.example`]) {
    const client = new Client(app)
    const preflight = {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    }
    for (const answer of [
      await client.get('/api/me', { origin }),
      await client.send('OPTIONS', '/api/sign-in', { headers: preflight }),
    ])
      expect(Object.keys(answer.headers).filter((header) => header.startsWith('access-control'))).toEqual([])
  }
})

test('files that are none of the public: secrets, sources, maps', async ({ app }) => {
  const client = new Client(app)
  const source = `${await staticFile(app)}.map`
  for (const path of [
    '/.env',
    '/.git/config',
    '/.data/secrets.json',
    '/package.json',
    '/proxy.ts',
    '/..%2f..%2fetc/passwd',
    source,
  ])
    expect((await client.get(path)).status).toBe(404)
})

test('an idle connection is kept for longer than the 60 seconds of balancers', async ({ app }) => {
  const kept = await new Client(app).get('/healthz', { connection: 'keep-alive' })
  expect(kept.headers['keep-alive']).toBe('timeout=75')
})

test('every 401 carries a challenge: pages, problem documents, OAuth and Auth.js', async ({
  app,
  person,
}) => {
  const { email } = person
  const wrong = { email, password: 'not the password at all' }
  const client = await signedIn(app, person, 'jwt')
  const copy = client.jar.header
  expect((await client.post('/api/sign-out')).status).toBe(204)
  const answers = [
    await new Client(app).get('/api/me'),
    await new Client(app).get('/api/sessions'),
    await new Client(app).get('/api/me', { authorization: 'Bearer nonsense' }),
    await new Client(app).post('/api/sign-in', wrong),
    await new Client(app).post('/api/token', wrong),
    await new Client(app).post('/api/renew'),
    await new Client(app).post('/api/password', {
      currentPassword: 'x'.repeat(15),
      newPassword: 'seven loud otters swim',
    }),
    await new Client(app).send('POST', '/api/token/introspect', { form: { token: 'x' } }),
    await new Client(app).get('/account', { cookie: copy }),
  ]
  for (const [at, { status, headers }] of answers.entries()) {
    expect(status, `answer ${at}`).toBe(401)
    expect(headers['www-authenticate'], `answer ${at}`).toMatch(/^(Bearer|Basic)\b/)
  }
})

test('a cookie is cleared only where it was presented', async ({ app, person }) => {
  const client = await signedIn(app, person)
  await client.post('/api/token/browser', person && { email: person.email, password: person.password })
  await client.post('/api/sign-out')
  for (const answer of client.answers)
    for (const line of answer.setCookies)
      expect(line).not.toMatch(/^(session\.jwt|pending-identity|intent)=;/)
  expect(client.answers.at(-1)?.setCookies.map((line) => line.split('=')[0])).toEqual(['session.database'])
})
