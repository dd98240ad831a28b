import { mkdirSync, writeFileSync } from 'node:fs'
import type { OutgoingHttpHeaders } from 'node:http'
import { launchApp, type App } from '../support/app'
import { Client, type Answer } from '../support/client'
import { BoundClient } from '../support/dpop'
import { formFields, multipart } from '../support/page'
import { bearing, makePerson, signedIn, tokensOf, type Person } from '../support/people'
import { expect, test } from '../support/test'
import { isCookieStrategy, strategies, strategyIds, type StrategyId } from '@/lib/strategies'
import committed from '@/lib/lab/results/read-paths.json' with { type: 'json' }

/** Every place that reads the auth state × every strategy: the same answer everywhere, and what may be written there. */

type Seen = { status: string; strategy?: string; user?: { id: string } }
type ReadPath = { sees: Seen; writes: 'written' | 'refused' }
type Asking = {
  client: Client
  /** for one request: a proof that goes with a token counts once */
  headers: (method: string, path: string) => Promise<OutgoingHttpHeaders>
}

const file = 'artifacts/read-paths.json'
const places = [
  'proxy, nothing due',
  'proxy, a renewal due',
  'server component',
  'route handler',
  'server action',
  'server component, rendered after an action',
  'server component, rendered after an action that wrote nothing',
  'script of the page',
] as const
/** In the order in which the page shows it. */
const matrix: Record<string, Record<string, string>> = Object.fromEntries(places.map((place) => [place, {}]))
const note = (place: (typeof places)[number], strategy: string, said: string) =>
  (matrix[place]![strategy] = said)

test.describe.configure({ mode: 'serial' })
test.afterAll(() => {
  mkdirSync('artifacts', { recursive: true })
  writeFileSync(file, `${JSON.stringify(matrix, null, 2)}\n`)
})

const needsProof = (strategy: StrategyId) => strategies[strategy].proof === 'each-request'

/** A page knows neither method nor address of its request, which a proof is about: there such a token opens nothing. */
const seenByPages = (strategy: StrategyId) =>
  needsProof(strategy) ? { status: 'anonymous' } : { status: 'authenticated', strategy }

async function asking(app: App, person: Person, strategy: StrategyId): Promise<Asking> {
  if (isCookieStrategy(strategy))
    return { client: await signedIn(app, person, strategy), headers: async () => ({}) }
  if (needsProof(strategy)) {
    const bound = await BoundClient.signIn(app, person)
    const authorization = `DPoP ${bound.tokens.access_token}`
    const headers = async (method: string, path: string) => {
      return { authorization, dpop: await bound.proof({ method, path }) }
    }
    return { client: new Client(app), headers }
  }
  const { access_token } = await tokensOf(app, person, { strategy })
  return { client: new Client(app), headers: async () => bearing(access_token) }
}

const entities: Record<string, string> = { quot: '"', amp: '&', '#x27': "'", lt: '<', gt: '>' }
const output = (html: string, id: string) => {
  const [, escaped = ''] = new RegExp(`<output id="${id}"[^>]*>([^<]*)<`).exec(html) ?? []
  return JSON.parse(escaped.replace(/&([^;]+);/g, (_, name: string) => entities[name] ?? '?')) as ReadPath
}

const said = ({ sees, writes }: ReadPath) =>
  `${sees.status}${sees.strategy ? ` as ${sees.strategy}` : ''}; a cookie: ${writes}`

/** Posts the form of the action, with what else is typed into it. */
async function act({ client, headers }: Asking, typed: Record<string, string> = {}): Promise<Answer> {
  const page = await client.get('/read-paths', await headers('GET', '/read-paths'))
  const form = multipart({ ...formFields(page.text, 'Ask in a server action'), ...typed })
  return client.send('POST', '/read-paths', {
    ...form,
    headers: { ...form.headers, ...(await headers('POST', '/read-paths')) },
  })
}

for (const strategy of strategyIds) {
  test(`${strategy}: component, handler and action see the same`, async ({ app, person }) => {
    const { client, headers } = await asking(app, person, strategy)
    const page = await client.get('/read-paths', await headers('GET', '/read-paths'))
    const component = output(page.text, 'component')
    expect(component).toMatchObject({ sees: seenByPages(strategy), writes: 'refused' })
    expect(page.setCookies.filter((line) => line.startsWith('read-path='))).toEqual([])

    const handler = await client.get('/api/read-paths', await headers('GET', '/api/read-paths'))
    const inHandler = handler.json<ReadPath>()
    expect(inHandler).toMatchObject({ sees: { status: 'authenticated', strategy }, writes: 'written' })
    if (!needsProof(strategy)) expect(inHandler.sees).toEqual(component.sees)
    expect(handler.setCookies.some((line) => line.startsWith('read-path='))).toBe(true)

    const action = await act({ client, headers })
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
    const credential = [...client.jar.keys()].find((name) => name.includes('session')) ?? ''
    const result = await page.evaluate(
      async ({ sent, credential }) => {
        const sees = (await (await fetch('/api/me', { headers: sent })).json()) as Seen
        const readable = document.cookie
        document.cookie = 'read-path=probe'
        if (credential) document.cookie = `${credential}=replaced`
        return { sees, readable, writes: document.cookie.includes('read-path=probe') ? 'written' : 'refused' }
      },
      { sent: (await headers('GET', '/api/me')) as Record<string, string>, credential },
    )
    expect(result).toMatchObject({ sees: { status: 'authenticated', strategy }, writes: 'written' })
    expect(result.readable).not.toContain('session')
    const kept = (await page.context().cookies()).find(({ name }) => name === credential)
    expect(kept?.value).toBe(client.jar.get(credential))
    const reach = credential ? 'cannot be read or replaced' : 'in its hands'
    note(
      'script of the page',
      strategy,
      `${result.sees.status} as ${strategy}; a cookie: ${result.writes}; its credential: ${reach}`,
    )
  })

  test(`${strategy}: the proxy lets the page decide, and both send a stranger away`, async ({
    app,
    person,
  }) => {
    const { client, headers } = await asking(app, person, strategy)
    const known = await client.get('/account', await headers('GET', '/account'))
    const stranger = await new Client(app).get('/account', isCookieStrategy(strategy) ? {} : bearing('x'))
    expect([known.status, stranger.status]).toEqual([needsProof(strategy) ? 307 : 200, 307])
    expect(known.setCookies.filter(isOfSession)).toEqual([]) // nothing is due
    note(
      'proxy, nothing due',
      strategy,
      `${needsProof(strategy) ? 'sends away' : 'passes on'}; writes nothing`,
    )
  })
}

/** Every page with a form names the browser: that says nothing about who is signed in. */
const isOfSession = (cookie: string) => !cookie.startsWith('browser')

/** Sessions so short that every token of them is in the last half of its life at once. */
const aboutToEnd = {
  SESSION_IDLE_SECONDS: '240',
  SESSION_ABSOLUTE_SECONDS: '240',
  REFRESH_ABSOLUTE_SECONDS: '120',
}

test.describe('with a renewal due', () => {
  let late: App
  test.beforeAll(async () => {
    test.setTimeout(120_000)
    late = await launchApp(aboutToEnd)
  })
  test.afterAll(() => late.stop())

  for (const strategy of strategyIds)
    test(`${strategy}: the proxy`, async () => {
      const { client, headers } = await asking(late, await makePerson(late), strategy)
      const before = client.jar.copy()
      const { status, setCookies } = await client.get('/account', {
        ...(await headers('GET', '/account')),
        accept: 'text/html',
      })
      expect(status).toBe(needsProof(strategy) ? 307 : 200)
      const renewed = [...client.jar].filter(
        ([name, value]) => value !== before.get(name) && isOfSession(name),
      )
      expect(setCookies.filter(isOfSession)).toHaveLength(renewed.length)
      const [written] = renewed.map(([name]) => `writes ${name}`)
      note(
        'proxy, a renewal due',
        strategy,
        `${needsProof(strategy) ? 'sends away' : 'passes on'}; ${written ?? 'writes nothing'}`,
      )
    })
})

/** Next goes on as in the action where that has written nothing: a component may then write. Ours never try. */
for (const strategy of strategyIds)
  test(`${strategy}: a component after an action that was refused`, async ({ app, person }) => {
    const action = await act(await asking(app, person, strategy), { surprise: 'not a field of the form' })
    expect(action.text).not.toMatch(/<output id="action"[^>]*>\{/)
    const component = output(action.text, 'component')
    expect(component).toMatchObject({ sees: seenByPages(strategy) })
    note('server component, rendered after an action that wrote nothing', strategy, said(component))
  })

test('a token that may only read asks no server action to act', async ({ app, person }) => {
  const { access_token } = await tokensOf(app, person, { scope: 'api:read' })
  const action = await act({ client: new Client(app), headers: async () => bearing(access_token) })
  expect(action.text).toContain('The scope that was granted does not allow this.')
  expect(action.text).not.toMatch(/<output id="action"[^>]*>\{/)
  expect(output(action.text, 'component').sees.status).toBe('authenticated')
})

test('the matrix that the app shows is this one', () => expect(matrix).toEqual(committed))
