import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { OutgoingHttpHeaders } from 'node:http'
import type { App } from '../support/app'
import { Client } from '../support/client'
import { formFields, multipart } from '../support/page'
import { bearing, signedIn, tokensOf, type Person } from '../support/people'
import { expect, test } from '../support/test'
import committed from '@/lib/lab/results/read-paths.json' with { type: 'json' }

/** Every place that reads the auth state × every strategy: the same answer everywhere, and what may be written there. */

type Seen = { status: string; strategy?: string; user?: { id: string } }
type ReadPath = { sees: Seen; writes: 'written' | 'refused' }
type Strategy = 'database' | 'jwt' | 'bearer' | 'hybrid'
type Asking = { client: Client; headers: OutgoingHttpHeaders }

const file = 'artifacts/read-paths.json'
const matrix: Record<string, Record<string, string>> = {}
const note = (place: string, strategy: string, said: string) => ((matrix[place] ??= {})[strategy] = said)

test.describe.configure({ mode: 'serial' })
test.afterAll(() => {
  mkdirSync('artifacts', { recursive: true })
  const before = existing()
  writeFileSync(file, `${JSON.stringify({ ...before, ...matrix }, null, 2)}\n`)
})

function existing(): object {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as object
  } catch {
    return {}
  }
}

async function asking(app: App, person: Person, strategy: Strategy): Promise<Asking> {
  if (strategy === 'database' || strategy === 'jwt')
    return { client: await signedIn(app, person, strategy), headers: {} }
  const { access_token } = await tokensOf(app, person, { strategy })
  return { client: new Client(app), headers: bearing(access_token) }
}

const entities: Record<string, string> = { quot: '"', amp: '&', '#x27': "'", lt: '<', gt: '>' }
const output = (html: string, id: string) => {
  const [, escaped = ''] = new RegExp(`<output id="${id}"[^>]*>([^<]*)<`).exec(html) ?? []
  return JSON.parse(escaped.replace(/&([^;]+);/g, (_, name: string) => entities[name] ?? '?')) as ReadPath
}

const said = ({ sees, writes }: ReadPath) => `${sees.status} as ${sees.strategy}; a cookie: ${writes}`

for (const strategy of ['database', 'jwt', 'bearer', 'hybrid'] as const) {
  test(`${strategy}: component, handler and action see the same`, async ({ app, person }) => {
    const { client, headers } = await asking(app, person, strategy)
    const page = await client.get('/read-paths', headers)
    const component = output(page.text, 'component')
    expect(component).toMatchObject({ sees: { status: 'authenticated', strategy }, writes: 'refused' })
    expect(page.setCookies.filter((line) => line.startsWith('read-path='))).toEqual([])

    const handler = await client.get('/api/read-paths', headers)
    const inHandler = handler.json<ReadPath>()
    expect(inHandler).toEqual({ sees: component.sees, writes: 'written' })
    expect(handler.setCookies.some((line) => line.startsWith('read-path='))).toBe(true)

    const form = multipart(formFields(page.text, 'Ask in a server action'))
    const action = await client.send('POST', '/read-paths', {
      ...form,
      headers: { ...form.headers, ...headers },
    })
    const inAction = output(action.text, 'action')
    expect(inAction).toEqual({ sees: component.sees, writes: 'written' })
    expect(action.setCookies.some((line) => line.startsWith('read-path='))).toBe(true)

    note('server component', strategy, said(component))
    note('server component, rendered after an action', strategy, said(output(action.text, 'component')))
    note('route handler', strategy, said(inHandler))
    note('server action', strategy, said(inAction))
  })

  test(`${strategy}: a script of the page`, async ({ app, person, page }) => {
    const { client, headers } = await asking(app, person, strategy)
    const { hostname } = new URL(app.url)
    await page.context().addCookies(
      [...client.jar].map(([name, value]) => ({
        name,
        value,
        domain: hostname,
        path: '/',
        httpOnly: true,
      })),
    )
    await page.goto(`${app.url}/read-paths`)
    const result = await page.evaluate(
      async (sent) => ({
        sees: (await (await fetch('/api/me', { headers: sent })).json()) as Seen,
        readable: document.cookie,
      }),
      headers as Record<string, string>,
    )
    expect(result.sees).toMatchObject({ status: 'authenticated', strategy })
    expect(result.readable).not.toContain('session')
    const isCookie = client.jar.size > 0
    note(
      'script of the page',
      strategy,
      `${result.sees.status} as ${strategy}; ${isCookie ? 'cannot read its credential' : 'holds its credential'}`,
    )
  })

  test(`${strategy}: the proxy lets the page decide, and both send a stranger away`, async ({
    app,
    person,
  }) => {
    const { client, headers } = await asking(app, person, strategy)
    const known = await client.get('/account', headers)
    const stranger = await new Client(app).get(
      '/account',
      strategy === 'database' || strategy === 'jwt' ? {} : bearing('x'),
    )
    expect([known.status, stranger.status]).toEqual([200, 307])
    expect(known.setCookies).toEqual([]) // nothing is due
    note('proxy, nothing due', strategy, 'passes on; writes nothing')
  })
}

test('a token that may only read asks no server action to act', async ({ app, person }) => {
  const { access_token } = await tokensOf(app, person, { scope: 'api:read' })
  const client = new Client(app)
  const page = await client.get('/read-paths', bearing(access_token))
  expect(output(page.text, 'component').sees.status).toBe('authenticated')
  const form = multipart(formFields(page.text, 'Ask in a server action'))
  const action = await client.send('POST', '/read-paths', {
    ...form,
    headers: { ...form.headers, ...bearing(access_token) },
  })
  expect(action.text).toContain('The scope that was granted does not allow this.')
  expect(action.text).not.toMatch(/<output id="action"[^>]*>\{/)
  // Next goes on as in the action where that has written nothing: a component may then write. Ours never try.
  const component = output(action.text, 'component')
  expect(component.writes).toBe('written')
  note('server component, rendered after an action that wrote nothing', 'bearer', said(component))
})

test('the matrix that the app shows is this one', () => expect(matrix).toEqual(committed))
