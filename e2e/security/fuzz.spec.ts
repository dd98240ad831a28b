import fc from 'fast-check'
import { Client, type Answer, type Sent } from '../support/client'
import { changes, reads } from '../support/endpoints'
import { formFields, multipart } from '../support/page'
import { signedIn } from '../support/people'
import { expect, test } from '../support/test'

/** Whatever comes in, what goes out is one of our answers: ASVS 2.2.1, 16.5.1. The seed is fixed, so that a failure comes back. */

const options = { seed: 20261123, numRuns: 25 }

function expectOurs(answer: Answer, what: string) {
  expect(answer.status, what).toBeLessThan(500)
  const type = answer.headers['content-type'] ?? 'none'
  const kinds =
    answer.status < 300 ? ['application/json', 'none'] : ['application/json', 'application/problem+json']
  expect(kinds, `${what}: ${type}`).toContain(type)
  expect(answer.text).not.toMatch(/\bat [\w./<>]+ ?\(|node_modules|prisma|ECONN|SELECT |syntax/i)
  if (type !== 'none') expect(() => answer.json()).not.toThrow()
}

/** Text with all that parsers, databases and headers stumble over. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom(
    '\u0000',
    '\ud800',
    '\u2028',
    '%00',
    '{{7*7}}',
    "' OR 1=1--",
    '${x}',
    '../../etc',
    'a\r\nB: c',
    '__proto__',
    '9'.repeat(400),
  ),
)
const value = fc.oneof(text, fc.jsonValue({ maxDepth: 3 }))

/** A body that is nearly right: some fields as they should be, the others anything. */
const nearly = (body: Record<string, unknown>) =>
  fc.record(
    Object.fromEntries(
      Object.entries(body).map(([name, good]) => [
        name,
        fc.oneof({ weight: 1, arbitrary: fc.constant(good) }, { weight: 2, arbitrary: value }),
      ]),
    ),
    { requiredKeys: [] },
  )

/** As JSON; what takes both is sent forms in tokens.spec. */
const sends = changes.filter(
  ({ path, body, types }) => path !== '/api/sign-out' && (body || types.length < 2),
)

for (const { method, path, body } of sends)
  test(`${method} ${path}: any body`, async ({ app, person }) => {
    const client = await signedIn(app, person)
    const bodies = body ? fc.oneof(nearly(body), fc.jsonValue()) : fc.jsonValue()
    await fc.assert(
      fc.asyncProperty(bodies, async (json) =>
        expectOurs(await client.send(method, path, { json }), JSON.stringify(json)),
      ),
      options,
    )
  })

test('any id in a path', async ({ app, person }) => {
  const client = await signedIn(app, person)
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 40 }), async (id) => {
      const encoded = encodeURIComponent(id)
      if (id === '.' || id === '..') return // a client resolves these
      expectOurs(await client.send('DELETE', `/api/sessions/${encoded}`), encoded)
      expectOurs(await client.post(`/api/admin/users/${encoded}/disable`), encoded)
    }),
    options,
  )
})

test('any query and any credential', async ({ app }) => {
  const printable = fc.string({ unit: 'grapheme-ascii', maxLength: 80 })
  await fc.assert(
    fc.asyncProperty(text, printable, async (query, credential) => {
      const asked = `?strategy=${encodeURIComponent(query.toWellFormed())}&${encodeURIComponent(query.toWellFormed())}`
      for (const path of reads.filter((path) => path !== '/api/outbox')) {
        const answer = await new Client(app).get(`${path}${asked}`, {
          authorization: credential,
          cookie: `session.jwt=${credential}`,
        })
        expectOurs(answer, `${path}${asked}`)
      }
    }),
    options,
  )
})

/** What the framework reads before any code of ours: its headers, its paths, and the bodies of its actions. */

const header = fc.oneof(
  fc.string({ unit: 'grapheme-ascii', maxLength: 60 }).map((value) => value.trim()),
  fc.constantFrom(
    '1',
    '0',
    'null',
    '[]',
    '{}',
    '%',
    '["",{}]',
    '%5B%22%22%2C%7B%7D%5D',
    '/_tree',
    '../..',
    '\xff',
    'a, b',
  ),
  fc.constantFrom('http://127.0.0.1:1', 'https', '[', ':', 'not a url', 'https://evil.example'),
)
const readByNext = [
  ...['rsc', 'next-router-state-tree', 'next-router-prefetch', 'next-router-segment-prefetch', 'next-url'],
  ...['next-action', 'next-resume', 'x-next-resume-state-length', 'next-hmr-refresh', 'x-action-forwarded'],
  ...['x-middleware-subrequest', 'x-middleware-rewrite', 'x-middleware-next', 'x-middleware-set-cookie'],
  ...[
    'x-middleware-override-headers',
    'x-middleware-request-cookie',
    'x-middleware-prefetch',
    'x-matched-path',
  ],
  ...['x-invoke-path', 'x-invoke-status', 'x-invoke-query', 'x-nextjs-data', 'x-now-route-matches'],
  ...[
    'x-prerender-revalidate',
    'x-prerender-revalidate-if-generated',
    'x-nextjs-request-id',
    'x-deployment-id',
  ],
  ...[
    'host',
    'origin',
    'forwarded',
    'x-forwarded-for',
    'x-forwarded-host',
    'x-forwarded-proto',
    'x-forwarded-port',
  ],
  ...[
    'x-exchange',
    'x-client-address',
    'x-arrived',
    'traceparent',
    'purpose',
    'sec-fetch-dest',
    'sec-fetch-mode',
  ],
  ...[
    'accept',
    'accept-encoding',
    'accept-language',
    'range',
    'if-none-match',
    'content-security-policy',
    'cookie',
  ],
]
const headers = fc.dictionary(fc.constantFrom(...readByNext), header, { maxKeys: 4 })

const segment = fc.oneof(
  fc.constantFrom(
    'account',
    'sign-in',
    'experiments',
    'outbox',
    'api',
    'me',
    '_next',
    'image',
    'static',
    'data',
    '404',
  ),
  fc.constantFrom(
    '%61ccount',
    '%2561ccount',
    '%2e%2e',
    '..',
    '.',
    '%00',
    '%c0%af',
    '%ff',
    '%',
    '%5c',
    '[slug]',
    '*',
    '',
  ),
  fc.constantFrom(
    '_not-found',
    '_global-error',
    'x.rsc',
    'x.segments',
    '_tree.segment.rsc',
    'index',
    '.well-known',
  ),
  fc.string({ unit: 'grapheme-ascii', maxLength: 12 }).map(encodeURIComponent),
)
const query = fc.constantFrom(
  '',
  '?_rsc=x',
  '?_rsc=',
  '?url=/%5C127.0.0.1/&w=64&q=75',
  '?__proto__=1',
  '?%',
  '?a[]=1&a=2',
)
const target = fc
  .tuple(fc.array(segment, { minLength: 1, maxLength: 4 }), query)
  .map(([segments, asked]) => `/${segments.join('/')}${asked}`)

/** Of our servers, not of the framework's: no stack, no word of a crash. */
const crash = /\u2a2f|^\s+at |unhandled|Failed to handle request/im

const manyRuns = { seed: 20261130, numRuns: 250 }

test('any path with any header that the framework reads', async ({ app, person }) => {
  const client = await signedIn(app, person)
  const before = app.log().length
  const method = fc.constantFrom('GET', 'GET', 'HEAD', 'POST', 'OPTIONS', 'PUT')
  await fc.assert(
    fc.asyncProperty(method, target, headers, async (asked, path, sent) => {
      const answer = await client.send(asked, path, { headers: sent })
      expect(answer.status, `${asked} ${path} ${JSON.stringify(sent)}`).toBeLessThan(500)
      expect(answer.text).not.toMatch(/\bat [\w./<>]+ ?\(|node_modules/)
    }),
    manyRuns,
  )
  expect(app.log().slice(before)).not.toMatch(crash)
})

/** The header is right for the path, so that the framework decodes it; the tree is not. */
test('any router state, asked for as the client of the framework does', async ({ app, person }) => {
  const client = await signedIn(app, person)
  const tree = fc.oneof(
    header,
    fc.jsonValue({ maxDepth: 5 }).map((value) => encodeURIComponent(JSON.stringify(value))),
  )
  const path = fc.constantFrom(
    '/',
    '/account',
    '/nothing',
    '/%61ccount',
    '/experiments/tampering',
    '/account.rsc',
  )
  await fc.assert(
    fc.asyncProperty(path, tree, async (asked, state) => {
      const sent = { rsc: '1', 'next-router-state-tree': state }
      const first = await client.get(asked, sent)
      const { location } = first.headers
      const answer =
        first.status === 307 && location?.startsWith('/') ? await client.get(location, sent) : first
      expect(answer.status, `${asked} ${state}`).toBeLessThan(500)
    }),
    options,
  )
})

const reference = fc.constantFrom(
  '$K1',
  '$K2',
  '$F1',
  '$h1',
  '$@1',
  '$B1',
  '$Q1',
  '$W1',
  '$i1',
  '$R1',
  '$X1',
  '$T',
  '$1:x',
  '$',
)
const argument = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value)),
  fc
    .array(fc.oneof(reference, fc.constant({ then: '$1:then' }), fc.jsonValue({ maxDepth: 2 })), {
      maxLength: 3,
    })
    .map((list) => JSON.stringify(list)),
  fc.string({ unit: 'binary', maxLength: 20 }),
)
const part = fc.constantFrom(
  '0',
  '1',
  '_1_email',
  '_1_$ACTION_KEY',
  'email',
  '__proto__',
  '$ACTION_KEY',
  '$ACTION_1:0',
  '$ACTION_1:1',
  '$ACTION_REF_1',
)

test('any body to an action that is there, whole or broken off', async ({ app, person }) => {
  const client = await signedIn(app, person)
  const own = formFields((await client.get('/account')).text, 'Change password')
  const [, id = ''] = /"id":"([\da-f]+)"/.exec(Object.values(own).join()) ?? []
  expect(id).toMatch(/^[\da-f]{42}$/)
  const before = app.log().length
  const fields = fc.dictionary(part, fc.oneof(argument, fc.constant(`{"id":"${id}","bound":"$@1"}`)), {
    maxKeys: 5,
  })
  const type = fc.option(
    fc.constantFrom(
      'multipart/form-data',
      'multipart/form-data; boundary=other',
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/json',
    ),
  )
  const call = fc.record({
    byScript: fc.boolean(),
    isOwn: fc.boolean(),
    fields,
    type,
    keep: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    origin: fc.option(fc.constantFrom('null', 'https://evil.example', 'not a url'), { freq: 8 }),
    path: fc.constantFrom('/account', '/', '/nothing', '/choose', '/_next/x'),
  })
  await fc.assert(
    fc.asyncProperty(call, async ({ byScript, isOwn, fields: some, type: other, keep, origin, path }) => {
      const whole = multipart(isOwn ? { ...own, ...some } : some)
      const body = keep === null ? whole.body : whole.body.slice(0, Math.floor(whole.body.length * keep))
      const headers: Sent['headers'] = { ...whole.headers }
      if (other !== null) headers['content-type'] = other
      if (byScript) headers['next-action'] = id
      if (origin !== null) headers.origin = origin
      const answer = await client.send('POST', path, { body, headers })
      const what = JSON.stringify({ byScript, isOwn, some, other, keep, origin, path })
      if (origin === null) expect(answer.status, what).toBeLessThan(500)
      else expect(answer.status, what).toBe(403)
    }),
    manyRuns,
  )
  expect(app.log().slice(before)).not.toMatch(crash)
  expect((await client.get('/api/me')).status).toBe(200)
})
