import { Client, type Answer } from '../support/client'
import { expect, test } from '../support/test'
import { staticFile } from '../support/page'

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
  ['the image optimiser', 'GET', '/_next/image?url=/icon.svg&w=64&q=75', 400],
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
