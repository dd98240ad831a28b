import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { format, resolveConfig } from 'prettier'
import { machine } from '@/lib/lab/results'
import { byStrategy, idsBy, isTokenStrategy } from '@/lib/strategies'
import packageJson from '@/package.json'
import { launchApp, type App } from '../e2e/support/app'
import { startCluster } from '../e2e/support/cluster'
import { makePerson, signedIn, tokensOf, type Person } from '../e2e/support/people'
import { compared, type Compared, latencies, type Ask } from './cost/load'
import { withoutRecorder } from './cost/without-recorder'

/**
 * `npm run cost`: what the recorder and the lab cost a request. The built app, started once for each variant, all on one
 * database; each request to all of them, one after the other, in an order drawn anew. `without` is there twice: what it
 * differs from itself is the noise of the machine.
 */

const file = 'docs/decisions/018-the-recorder.json'
const rounds = Number(process.env.ROUNDS ?? 20)
const requestsPerRound = 200
/** A proof of a key is made anew for each request, which would be measured with it. */
const strategies = idsBy({ proof: 'never' })
type StrategyId = (typeof strategies)[number]

/** The same for all: they share the signing keys in the database. */
const secret = randomBytes(33).toString('base64url')

async function ask(app: App, person: Person, strategy: StrategyId): Promise<Ask> {
  const url = `${app.url}/api/me`
  if (!isTokenStrategy(strategy))
    return { url, headers: { cookie: (await signedIn(app, person, strategy)).jar.header } }
  const { access_token } = await tokensOf(app, person, { strategy })
  return { url, headers: { authorization: `Bearer ${access_token}` } }
}

type Rounds = Record<string, Record<StrategyId, number[][]>>

const empty = (names: string[]): Rounds =>
  Object.fromEntries(names.map((name) => [name, byStrategy(strategies, () => [])]))

/** Signs in anew at each variant; then asks all of them once, again and again. */
async function round(apps: Record<string, App>, person: Person, into: Rounds) {
  for (const strategy of strategies) {
    const asks = await Promise.all(
      Object.entries(apps).map(async ([name, app]) => [name, await ask(app, person, strategy)] as const),
    )
    const taken = await latencies(Object.fromEntries(asks), requestsPerRound)
    for (const [name, all] of Object.entries(taken)) into[name]![strategy].push(all)
  }
}

async function measured(apps: Record<string, App>, person: Person) {
  await round(apps, person, empty(Object.keys(apps))) // warms up
  const into = empty(Object.keys(apps))
  for (let done = 1; done <= rounds; done += 1) {
    await round(apps, person, into)
    console.log(`round ${done} of ${rounds}`)
  }
  const against = into.without!
  const of = (own: Rounds[string]) =>
    Object.fromEntries(strategies.map((strategy) => [strategy, compared(own[strategy], against[strategy])]))
  return Object.fromEntries(Object.entries(into).map(([name, own]) => [name, of(own)]))
}

/** The same settings for all, but for what is compared. */
function variants(databaseUrl: string, stripped: string): [name: string, launched: () => Promise<App>][] {
  const common = { DATABASE_URL: databaseUrl, AUTH_SECRET: secret, LOG_LEVEL: 'warn' }
  const off = { ...common, LAB: 'off', SMTP_URL: 'smtp://127.0.0.1:9' }
  return [
    ['without', () => launchApp(off, stripped)],
    ['without, again', () => launchApp(off, stripped)],
    ['LAB=off', () => launchApp(off)],
    ['LAB=on', () => launchApp({ ...common, LAB: 'on' })],
  ]
}

function row(
  name: string,
  strategy: string,
  { medianMs, p95Ms, ratio, ratioQuartiles: [low, high] }: Compared,
) {
  return `| ${name} | ${strategy} | ${medianMs} | ${p95Ms} | ${ratio} (${low} to ${high}) |`
}

const cluster = await startCluster()
const stripped = withoutRecorder()
const apps: Record<string, App> = {}
try {
  for (const [name, launched] of variants(cluster.url, stripped.checkout)) apps[name] = await launched()
  const figures = await measured(apps, await makePerson(apps['LAB=on']!))
  const about = { at: new Date().toISOString(), version: packageJson.version, machine: machine() }
  const size = { rounds, requestsPerRound }
  const text = JSON.stringify({ ...about, ...size, figures })
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }))
  for (const [name, ofEach] of Object.entries(figures))
    for (const [strategy, one] of Object.entries(ofEach)) console.log(row(name, strategy, one))
  console.log(`${file}, ${readFileSync(file).length} bytes`)
} finally {
  await Promise.all(Object.values(apps).map((app) => app.stop()))
  await cluster.destroy()
  stripped.remove()
}
