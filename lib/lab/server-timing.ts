import 'server-only'
import type { Timed } from '@/lib/auth/http/server-timing'
import { countingQueries } from './query-count'

/** Says in a `Server-Timing` header how long the work took (milliseconds) and how many queries it sent. */
export const serverTiming: Timed = async (name, work) => {
  const start = performance.now()
  const { result, queries } = await countingQueries(work)
  const duration = (performance.now() - start).toFixed(3)
  const sent = `${queries} ${queries === 1 ? 'query' : 'queries'}`
  return { result, serverTiming: { 'Server-Timing': `${name};dur=${duration}, db;desc="${sent}"` } }
}
