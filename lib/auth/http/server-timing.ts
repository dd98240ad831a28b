import 'server-only'
import { env } from '@/lib/env'

/**
 * Runs `work` and says how long it took, as a `Server-Timing` header (milliseconds), in the lab only: to a stranger
 * the time of an authentication may tell something.
 */
export async function timed<Result>(name: string, work: () => Promise<Result>) {
  if (!env().LAB) return { result: await work(), serverTiming: {} }
  const start = performance.now()
  const result = await work()
  return {
    result,
    serverTiming: { 'Server-Timing': `${name};dur=${(performance.now() - start).toFixed(3)}` },
  }
}
