import 'server-only'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { env } from '@/lib/env'
import { logFailure } from '@/lib/log'
import { idsBy, strategyIds } from '@/lib/strategies'
import reference from '../results/measurement.json' with { type: 'json' }

/** What one run measured: every single time of a request, and no figure that can be computed from others. */

/** Who asks: somebody signed in under a strategy, or nobody, with the same request and no credential. */
export const askers = [...strategyIds, 'nobody'] as const
export type Asker = (typeof askers)[number]

/** Whose sessions are looked up among more and more of them. */
export const manySessionsOf = idsBy({ credential: 'opaque' })[0]!

/** How the measured process finds a session: in its memory, as by default, or by reading its row each time. */
export const readings = ['memory', 'row'] as const
export type Reading = (typeof readings)[number]

const ms = z.array(z.number().nonnegative())
const count = z.number().int().nonnegative()
const byAsker = <Value extends z.ZodType>(value: Value) => z.partialRecord(z.enum(askers), value)
const byReading = <Value extends z.ZodType>(value: Value) => z.strictObject({ memory: value, row: value })

const cost = z.strictObject({
  /** of each request, in the order in which they were sent */
  ms,
  /** round trips to the database of all these requests, whatever the process asks besides included */
  queries: count,
  /** CPU of the measured process during all of them, microseconds */
  cpuMicros: count,
  /** the header lines that carry the credential and its proof */
  bytesUp: count,
  /** the whole answer: status line, headers, body */
  bytesDown: count,
})

const renewal = z.strictObject({ queries: count, lifeSeconds: count })

export const measurement = z.strictObject({
  /** ISO 8601 */
  at: z.string(),
  version: z.string(),
  machine: z.string(),
  size: z.enum(['quick', 'full']),
  seconds: z.number(),
  requests: byReading(byAsker(cost)),
  /** of what is looked up at each renewal: what one renewal asks the database, and for how long it is good */
  renewals: z.partialRecord(z.enum(strategyIds), renewal),
  delays: z.array(
    z.strictObject({
      addedMs: count,
      /** what a round trip to the database took then */
      roundTripMs: byReading(z.number()),
      /** by who asks: the median of each round */
      ms: byReading(byAsker(ms)),
    }),
  ),
  /** a look-up among so many sessions: the median of each round, and all single times together */
  sessions: z.array(z.strictObject({ count, rounds: ms, ms })),
  /** by the length of the person's name */
  names: z.array(
    z.strictObject({
      characters: count,
      asked: byAsker(z.strictObject({ rounds: ms, bytesUp: count, bytesDown: count })),
    }),
  ),
})

export type Measurement = z.infer<typeof measurement>
export type Cost = z.infer<typeof cost>

const file = () => path.join(env().DATA_DIR, 'lab', 'last-measurement.json')

/** The run that came with the code. */
export const referenceMeasurement = (): Measurement => measurement.parse(reference)

/** The last run of this machine; null where there is none, outside the lab, and where the file cannot be read. */
export async function ownMeasurement(): Promise<Measurement | null> {
  if (!env().LAB) return null
  try {
    return measurement.parse(JSON.parse(await readFile(file(), 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') logFailure('lab.last_measurement', error)
    return null
  }
}

/** What was measured last: here, or, outside the lab and where nobody has measured yet, in the run that came with the code. */
export async function lastMeasurement(): Promise<{ run: Measurement; isOwn: boolean }> {
  const own = await ownMeasurement()
  return { run: own ?? referenceMeasurement(), isOwn: own !== null }
}

/** Whole or not at all. */
export async function keepMeasurement(one: Measurement): Promise<void> {
  await mkdir(path.dirname(file()), { recursive: true, mode: 0o700 })
  await writeFile(`${file()}.new`, `${JSON.stringify(one)}\n`, { mode: 0o600 })
  await rename(`${file()}.new`, file())
}
