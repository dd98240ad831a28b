import 'server-only'
import { AsyncLocalStorage } from 'node:async_hooks'
import { oncePerProcess } from '@/lib/once-per-process'
import type { Timed } from '@/lib/auth/http/response-headers'

type Count = { queries: number }
/** Of a pool of `pg`, what is needed here. */
type Pool = { query: (...args: never[]) => unknown }
type Query = (...args: unknown[]) => unknown

const counts = oncePerProcess('query-count', () => new AsyncLocalStorage<Count>())

/** Lets `countingQueries` see what goes through a pool. Does NOT count what is inside a transaction: no read has one. */
export function countQueriesOf(pool: Pool) {
  const query = pool.query.bind(pool) as Query
  pool.query = (...args: unknown[]) => {
    const count = counts().getStore()
    if (count) count.queries += 1
    return query(...args)
  }
}

/** Runs `work` and says how many queries went to the database for it, however many others are under way. */
export async function countingQueries<Result>(work: () => Promise<Result>) {
  const count: Count = { queries: 0 }
  const result = await counts().run(count, async () => await work()) // a query of Prisma starts when it is awaited
  return { result, queries: count.queries }
}

/** Says in a `Server-Timing` header how long the work took (milliseconds) and how many queries it sent. */
export const serverTiming: Timed = async (name, work) => {
  const start = performance.now()
  const { result, queries } = await countingQueries(work)
  const duration = (performance.now() - start).toFixed(3)
  const sent = `${queries} ${queries === 1 ? 'query' : 'queries'}`
  return { result, serverTiming: { 'Server-Timing': `${name};dur=${duration}, db;desc="${sent}"` } }
}
