import type pg from 'pg'
import { Pool } from 'undici'
import { quantile } from '@/scripts/cost/load'
import { idsBy, type StrategyId } from '@/lib/strategies'
import { Client } from '../../e2e/support/client'
import { signedIn } from '../../e2e/support/people'
import { withDatabase } from '../../e2e/support/rows'
import type { Bench, Measure } from '../bench'
import { figure, type Figure } from '../figures'
import { headersOf } from '../load/plan'
import { names } from '../targets'
import { signInTo } from '../variants/ours'
import { startWarm } from './processes'

/** How long a session that was ended is still accepted: by the instance that ended it, and by three others under load. */

const instanceCount = 4
const path = '/api/bench/me'
/** Connections over which each instance is asked for the session that ends. */
const lanesEach = 3
const loadEveryMs = 4
/** Asked so often before its session ends, an instance has it in memory. */
const askedBefore = 5
const patienceMs = 10_000

type Ask = () => Promise<{ isAccepted: boolean; sentAt: number }>

const asking =
  (instance: Pool, headers: Record<string, string>): Ask =>
  async () => {
    const sentAt = performance.now()
    const { statusCode, body } = await instance.request({ method: 'GET', path, headers })
    await body.dump()
    if (![200, 401].includes(statusCode)) throw new Error(`A session was answered with ${statusCode}`)
    return { isAccepted: statusCode === 200, sentAt }
  }

/** @throws Error where it is refused */
async function remember(ask: Ask) {
  for (let asked = 0; asked < askedBefore; asked += 1)
    if (!(await ask()).isAccepted) throw new Error('A session is refused that nobody has ended')
}

/** Asks until it is refused. @returns when the last request was sent that was accepted, by `performance.now()` */
async function lastAccepted(ask: Ask): Promise<number> {
  const deadline = performance.now() + patienceMs
  for (let last = 0; ;) {
    const { isAccepted, sentAt } = await ask()
    if (!isAccepted) return last
    if (sentAt > deadline) throw new Error('A session that was ended is still accepted')
    last = sentAt
  }
}

type Sessions = { sessions: { id: string; current: boolean }[] }
/** Ends a session, and is done when that is committed. */
type End = (sessionId: string) => Promise<unknown>

/**
 * Signs in, waits until every instance knows the session, and ends it.
 * @returns for each instance how long after the end the last request was sent that it accepted, ms; 0 for none
 */
async function endOne({ world: { app, person } }: Bench, instances: Pool[], strategy: StrategyId, end: End) {
  const headers = headersOf(await signInTo(app, person, strategy, path))()
  const { sessions } = (await new Client(app).get('/api/sessions', headers)).json<Sessions>()
  const id = sessions.find(({ current }) => current)?.id ?? ''
  const asks = instances.map((instance) => asking(instance, headers))
  await Promise.all(asks.map(remember))
  const lanes = asks.map((ask) => Promise.all(Array.from({ length: lanesEach }, () => lastAccepted(ask))))
  await end(id)
  const endedAt = performance.now()
  return (await Promise.all(lanes)).map((last) => Math.max(0, Math.max(...last) - endedAt))
}

/** @param owner signed in as the same person */
const endHere =
  (owner: Client): End =>
  async (sessionId) => {
    const { status } = await owner.send('DELETE', `/api/sessions/${sessionId}`)
    if (status !== 204) throw new Error(`Ending a session was answered with ${status}`)
  }

const endBySql =
  (database: pg.Client): End =>
  (sessionId) =>
    database.query('DELETE FROM "Session" WHERE id = $1', [sessionId])

async function ended(bench: Bench, instances: Pool[], owner: Client, database: pg.Client) {
  const figures: Figure[] = []
  const all: number[] = []
  const distribution = (name: string, times: number[]) => {
    all.push(...times)
    const [p90, p99] = [0.9, 0.99].map((share) => quantile(times, share))
    figures.push(
      figure(name, 'ms', times),
      figure(`${name}, 90th percentile`, 'ms', [p90!]),
      figure(`${name}, 99th percentile`, 'ms', [p99!]),
    )
  }
  for (const strategy of idsBy({ lookup: 'each-request' })) {
    const [own, others, bySql]: [number[], number[], number[]] = [[], [], []]
    for (let turn = 0; turn < bench.size.revocations; turn += 1) {
      const [here = 0, ...elsewhere] = await endOne(bench, instances, strategy, endHere(owner))
      own.push(here)
      others.push(...elsewhere)
      bySql.push(...(await endOne(bench, instances, strategy, endBySql(database))))
    }
    distribution(`${strategy}, the instance that ended it`, own)
    distribution(`${strategy}, the three others`, others)
    distribution(`${strategy}, all four, ended by SQL`, bySql)
  }
  return [...figures, figure(names.revocation, 'ms', [Math.max(...all)])]
}

/** Ordinary requests at all instances, at a steady rate, for as long as the work takes. */
async function underLoad<Result>(bench: Bench, urls: string[], work: () => Promise<Result>): Promise<Result> {
  const { path, plan } = await bench.signedIn.target(bench.app.strategies[0]!)
  const targets = Object.fromEntries(urls.map((url) => [url, { origins: [url], path, plan }]))
  let result: Result | undefined
  await bench.load.probe(targets, loadEveryMs, async () => (result = await work()))
  return result as Result
}

/** The time from the end of a session to the last request that was still accepted, over four instances under load. */
export const measureRevocations: Measure = async (bench) => {
  const { world, size } = bench
  const more: Awaited<ReturnType<typeof startWarm>>[] = []
  let instances: Pool[] = []
  try {
    while (more.length + 1 < instanceCount) more.push(await startWarm(bench))
    const urls = [world.app.url, ...more.map(({ url }) => url)]
    instances = urls.map((url) => new Pool(url, { connections: lanesEach }))
    const owner = await signedIn(world.app, world.person)
    return {
      title: 'Revocation',
      notes: [
        `${size.revocations} sessions of each strategy that is looked up at each request, ended by one of ${instanceCount} instances; as many ended by SQL. All instances have a session in memory before. Each is asked for it over ${lanesEach} connections, again and again, while a request for another session goes to one of them every ${loadEveryMs} ms. Counted is from the answer that the session has ended (of the instance, of PostgreSQL) to the moment in which the last request was sent that was accepted; 0 where none was.`,
      ],
      figures: await underLoad(bench, urls, () =>
        withDatabase(world.databaseUrl, (database) => ended(bench, instances, owner, database)),
      ),
    }
  } finally {
    for (const instance of instances) await instance.close()
    for (const one of more) await one.stop()
  }
}
