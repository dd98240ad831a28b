import { idsBy } from '@/lib/strategies'
import { connections, interleaved, type Bench, type Measure } from '../bench'
import { figure, ratio, type Figure } from '../figures'
import type { Target } from '../load'
import { headersOf } from '../load/plan'
import { ensureSessions, manySessions } from '../sessions'
import { names } from '../targets'

/** What a look-up costs among few sessions and among very many, and what each session costs that the process has seen. */

const power = (count: number) =>
  `10${[...String(Math.round(Math.log10(count)))].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('')}`

const routes = ({ world: { app } }: Bench, count: number): (Target & { name: string })[] => [
  { name: 'look-up', origins: [app.url], path: '/api/bench/me', plan: manySessions(count) },
  { name: 'none', origins: [app.url], path: '/api/bench/none', plan: manySessions(count) },
]

/** @returns of one connection, whose requests wait for nobody: median milliseconds, round by round */
const latencies = (bench: Bench, count: number) =>
  interleaved(routes(bench, count), bench.size.curveRounds + 1, async (target) => {
    return (await bench.load.round(target, 1, bench.size.shortSeconds)).medianMs
  })

const throughputs = (bench: Bench, count: number) =>
  interleaved(routes(bench, count), bench.size.curveRounds, async (target) => {
    const { requests, seconds } = await bench.load.round(target, connections, bench.size.shortSeconds)
    return requests / seconds
  })

async function memoryOf({
  world: { app },
}: Bench): Promise<{ rss: number; heapUsed: number; external: number }> {
  const answer = await fetch(`${app.url}/api/bench/memory`)
  return (await answer.json()) as Awaited<ReturnType<typeof memoryOf>>
}

const megabyte = 1024 * 1024

/** What the process holds more after `ask` was done, in which so many sessions were seen, as if they had been 100,000. */
async function heapGrowth(bench: Bench, name: string, count: number, ask: () => Promise<unknown>) {
  const before = await memoryOf(bench)
  await ask()
  const after = await memoryOf(bench)
  const grown = after.heapUsed + after.external - before.heapUsed - before.external
  return [
    figure(`heap per 100,000 sessions seen, ${name}`, 'MB', [(grown / megabyte / count) * 100_000]),
    figure(`resident set after ${count} sessions seen, ${name}`, 'MB', [after.rss / megabyte]),
  ]
}

const path = '/api/bench/me'

/** Each of the sessions that were made in SQL once. */
async function memoryOfRows(bench: Bench, count: number): Promise<Figure[]> {
  const { load, world } = bench
  if (count === 0) return []
  const target = { origins: [world.app.url], path, plan: manySessions(count, true) }
  await load.round(target, connections, 600, 200) // what the first requests load is not of the sessions
  return heapGrowth(bench, 'made in SQL', count, () => load.round(target, connections, 600, count))
}

const atOnce = 500

/** Each of so many sessions once that the app itself started, under each strategy whose credential can be sent again. */
async function memoryOfCredentials(bench: Bench, count: number): Promise<Figure[]> {
  const { app, load, signedIn, world } = bench
  if (count === 0) return []
  const figures: Figure[] = []
  for (const strategy of idsBy({ proof: 'never' })) {
    const asker = await signedIn.target(app.strategies.find(({ name }) => name === strategy)!)
    const headers: Record<string, string>[] = []
    while (headers.length < count) {
      const body = JSON.stringify({ strategy, count: atOnce })
      const sent = { method: 'POST', body, headers: headersOf(asker.plan)() }
      const answer = await fetch(`${world.app.url}/api/bench/credentials`, sent)
      if (answer.status !== 200) throw new Error(`No sessions under ${strategy}: ${answer.status}`)
      headers.push(...((await answer.json()) as typeof headers))
    }
    const target = { origins: [world.app.url], path, plan: { kind: 'list' as const, headers } }
    const ask = () => load.round(target, connections, 600, count)
    figures.push(...(await heapGrowth(bench, strategy, count, ask)))
  }
  return figures
}

/** Growth with the number of sessions, and memory. */
export const measureSessions: Measure = async (bench) => {
  const { size, world } = bench
  const figures: Figure[] = []
  const ratios = new Map<number, number[]>()
  for (const count of size.sessions) {
    await ensureSessions(world.databaseUrl, count, size.people)
    const ms = await latencies(bench, count)
    const perSecond = await throughputs(bench, count)
    ratios.set(count, ratio('', ms.get('look-up'), ms.get('none')).rounds)
    figures.push(
      figure(`look-up among ${power(count)} sessions, one connection`, 'ms', ms.get('look-up')!),
      figure(`look-up among ${power(count)} sessions`, 'per second', perSecond.get('look-up')!),
      ratio(`look-up among ${power(count)} sessions ÷ none`, perSecond.get('look-up'), perSecond.get('none')),
    )
  }
  const most = size.sessions.at(-1)!
  return {
    title: 'Sessions',
    notes: [
      `Made in SQL, spread over ${size.people} people; each request comes from a session drawn anew. The ratio is of the median times of a request on one connection, each divided by that of a request without a question at the same time.`,
      'Memory is what the heap holds after a garbage collection, before and after one request from each of many sessions, as if there had been 100,000: a memory that is bounded grows less with more of them.',
    ],
    figures: [
      ratio(names.lookup(power(most)), ratios.get(most), ratios.get(10_000)),
      ...figures,
      ...(await memoryOfRows(bench, Math.min(size.memorySessions, most))),
      ...(await memoryOfCredentials(bench, size.memoryCredentials)),
    ],
  }
}
