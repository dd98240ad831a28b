import 'server-only'
import { setTimeout as passed } from 'node:timers/promises'

/** Holds an answer until at least `floorMs` went by, so that its time does not tell what was found. */
export async function noSoonerThan<Result>(floorMs: number, work: Promise<Result>): Promise<Result> {
  const [result] = await Promise.all([work, passed(floorMs)])
  return result
}
