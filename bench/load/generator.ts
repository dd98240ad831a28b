import { setTimeout as delay } from 'node:timers/promises'
import { Pool } from 'undici'
import { headersOf, isMadeBefore, type Plan } from './plan'

/** A process of its own that sends requests: what it computes is not computed by who measures, nor by who is measured. */

export type Target = {
  /** each gets the same share of the connections */
  origins: string[]
  path: string
  plan: Plan
}

export type Round = { kind: 'round'; target: Target; connections: number; seconds: number; requests?: number }
export type Rounded = { requests: number; seconds: number; medianMs: number; p99Ms: number }

export type Probe = { kind: 'probe'; targets: Record<string, Target>; everyMs: number }
export type Probed = {
  /** by the names of the targets, milliseconds */
  latencies: Record<string, number[]>
  /** how much later than it should each request was sent: what this process itself had to wait, milliseconds */
  lateMs: number[]
}

/** Ends the probe that runs. */
export type Stop = { kind: 'stop' }

const pools = new Map<string, Pool>()

/** Connections that stay, one request at a time on each. */
function poolOf(origin: string, connections: number): Pool {
  const key = `${origin} ${connections}`
  const known = pools.get(key)
  if (known) return known
  const pool = new Pool(origin, { connections, pipelining: 1, keepAliveTimeout: 60_000 })
  pools.set(key, pool)
  return pool
}

/** @throws Error unless it is answered with 200 */
async function ask(pool: Pool, path: string, headers: Record<string, string>) {
  const { statusCode, body } = await pool.request({ method: 'GET', path, headers })
  if (statusCode === 200) return body.dump({ limit: 1_000_000 })
  throw new Error(`${path} answered ${statusCode}: ${await body.text()}`)
}

const quantile = (sorted: number[], share: number) =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN

/** What the last round of a path came to, for as many proofs as the next one may need. */
const speeds = new Map<string, number>()

/** @returns the headers of each request of a round; undefined when none are left */
function supplyFor({ kind: _, target, seconds }: Round): () => Record<string, string> | undefined {
  const make = headersOf(target.plan)
  if (!isMadeBefore(target.plan)) return make
  const count = Math.ceil((speeds.get(target.path) ?? 1_500) * seconds * 1.3) + 64
  const made = Array.from({ length: count }, make)
  return () => made.pop()
}

/**
 * A closed loop: each connection sends its next request when the last one is answered. It ends when the time is over, or
 * after `requests`, or when no proof is left.
 */
async function round(order: Round): Promise<Rounded> {
  const { target, connections, seconds, requests = Infinity } = order
  const { origins, path } = target
  const each = connections / origins.length
  const all = origins.map((origin) => poolOf(origin, each))
  const supply = supplyFor(order)
  const open = all.flatMap((pool) => Array.from({ length: each }, () => pool))
  await Promise.all(open.map((pool) => ask(pool, path, supply() ?? {}))) // opens the connections
  const latencies: number[] = []
  const start = performance.now()
  const deadline = start + seconds * 1000
  let sent = 0
  await Promise.all(
    open.map(async (pool) => {
      for (let now = performance.now(); now < deadline && sent < requests;) {
        const headers = supply()
        if (!headers) return
        sent += 1
        await ask(pool, path, headers)
        const then = performance.now()
        latencies.push(then - now)
        now = then
      }
    }),
  )
  const taken = (performance.now() - start) / 1000
  speeds.set(path, latencies.length / taken)
  latencies.sort((a, b) => a - b)
  return {
    requests: latencies.length,
    seconds: taken,
    medianMs: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
  }
}

let isStopped = false

/** An open loop: a request every so often, to each target in turn, however long the others take. */
async function probe({ targets, everyMs }: Probe): Promise<Probed> {
  isStopped = false
  const taken: Probed = { latencies: {}, lateMs: [] }
  const named = Object.entries(targets).map(([name, { origins, path, plan }]) => {
    const own: number[] = (taken.latencies[name] = [])
    return { own, path, pool: poolOf(origins[0]!, 64), headers: headersOf(plan) }
  })
  const waiting: Promise<void>[] = []
  let failed: Error | undefined
  const start = performance.now()
  for (let sent = 0; !isStopped && failed === undefined; sent += 1) {
    const { own, path, pool, headers } = named[sent % named.length]!
    const made = headers()
    taken.lateMs.push(performance.now() - start - sent * everyMs)
    const one = async () => {
      const then = performance.now()
      await ask(pool, path, made)
      own.push(performance.now() - then)
    }
    waiting.push(one().catch((error: Error) => void (failed = error)))
    await delay(Math.max(0, start + (sent + 1) * everyMs - performance.now()))
  }
  await Promise.all(waiting)
  if (failed !== undefined) throw failed
  return taken
}

process.on('message', (order: Round | Probe | Stop) => {
  if (order.kind === 'stop') return void (isStopped = true)
  const work = order.kind === 'round' ? round(order) : probe(order)
  work.then(
    (result) => process.send?.({ result }),
    (error: Error) => process.send?.({ failed: error.message }),
  )
})
process.on('disconnect', () => process.exit())
