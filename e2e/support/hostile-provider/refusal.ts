import path from 'node:path'
import { faultSentence, noticeSentence } from '@/app/(auth)/sign-in/messages'
import { problemDetails } from '@/lib/api-schema/answers'
import type { App } from '../app'
import { Client, type Answer } from '../client'
import { textOf } from '../page'
import type { StrategyId } from '../people'
import { outcomeType, type AttackOutcome, type Row } from './outcome'
import { expect, test } from './hostile-provider-test'

/** what only a developer should see */
const internals = /node_modules|\bat \w+ \(|\.[jt]sx?:\d|Error:|ECONN|ERR_|undefined|\[object/
/** answers that would say nothing about an attack: the route is closed, or it broke */
const meaningless = ['not_found', 'internal', 'Configuration']
const vague = faultSentence('of no kind that has a sentence')

/** Puts a line into the table of this run: `artifacts/hostile-provider.json`. */
export function note(outcome: AttackOutcome) {
  const { titlePath, title, annotations } = test.info()
  const row: Row = { module: path.basename(titlePath[0] ?? '', '.spec.ts'), attack: title, ...outcome }
  annotations.push({ type: outcomeType, description: JSON.stringify(row) })
}

async function page(app: App, client: Client, { headers }: Answer) {
  const url = new URL(headers.location ?? '', app.origin)
  expect(url.origin, 'nobody is sent elsewhere').toBe(app.origin)
  expect(url.pathname).toBe('/sign-in')
  expect(url.search).not.toMatch(internals)
  const [error, notice] = ['error', 'notice'].map((name) => url.searchParams.get(name) ?? undefined)
  expect(meaningless).not.toContain(error)
  const { status, text } = await client.get(url.pathname + url.search, { accept: 'text/html' })
  expect(status).toBe(200)
  const sentence = faultSentence(error) ?? noticeSentence(notice) ?? ''
  expect(['', vague], `${url.search} says what happened`).not.toContain(sentence)
  expect(textOf(text)).toContain(sentence)
  return { observed: `/sign-in?${error ? `error=${error}` : `notice=${notice}`}`, sentence }
}

function problem({ status, text, headers }: Answer) {
  expect(headers['content-type'], `${status} ${text.slice(0, 300)}`).toBe('application/problem+json')
  const { code, title } = problemDetails.parse(JSON.parse(text))
  expect(meaningless).not.toContain(code)
  expect(text).not.toMatch(internals)
  return { observed: `${status} ${code}`, sentence: title }
}

/** What a person is shown who was not signed in: our sign-in page with a sentence, or a problem with a code. */
export const shown = (app: App, client: Client, answer: Answer) =>
  [302, 303, 307].includes(answer.status) ? page(app, client, answer) : problem(answer)

/** Nobody is signed in under the strategy. */
export async function expectNobody(client: Client, strategy: StrategyId) {
  const answer = await client.get(`/api/me?strategy=${strategy}`)
  expect(answer.status, `${strategy}: ${answer.text}`).toBe(401)
}

/** Lets a browser go through `signIn`, and expects a clear page and no session. */
export async function expectRefusal(
  app: App,
  strategy: StrategyId,
  signIn: (client: Client) => Promise<Answer>,
  client = new Client(app),
) {
  const from = performance.now()
  const what = await shown(app, client, await signIn(client))
  const milliseconds = Math.round(performance.now() - from)
  await expectNobody(client, strategy)
  note({ ...what, milliseconds })
}

/** This answer signed somebody in, whom `/api/me` tells of. */
export async function expectSignedIn(app: App, client: Client, strategy: StrategyId, answer: Answer) {
  expect(answer.headers.location, answer.text.slice(0, 300)).toBe(`${app.origin}/account`)
  const me = await client.get(`/api/me?strategy=${strategy}`)
  expect(me.json()).toMatchObject({ status: 'authenticated', strategy, provider: 'generic' })
  return me.json<{ user: { id: string; email: string; name: string | null } }>()
}
