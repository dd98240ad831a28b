import fc from 'fast-check'
import { Client, type Answer } from '../support/client'
import { changes, reads } from '../support/endpoints'
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
