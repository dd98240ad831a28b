import 'server-only'
import { countingQueries } from '@/lib/db/query-count'
import { env } from '@/lib/env'

/**
 * Runs `work` and says how long it took (milliseconds) and how many queries it sent, as a `Server-Timing` header, in the
 * lab only: to a stranger the time of an authentication may tell something.
 */
export async function timed<Result>(name: string, work: () => Promise<Result>) {
  if (!env().LAB) return { result: await work(), serverTiming: {} }
  const start = performance.now()
  const { result, queries } = await countingQueries(work)
  const duration = (performance.now() - start).toFixed(3)
  const sent = `${queries} ${queries === 1 ? 'query' : 'queries'}`
  return { result, serverTiming: { 'Server-Timing': `${name};dur=${duration}, db;desc="${sent}"` } }
}
