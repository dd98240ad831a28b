import 'server-only'
import { z } from 'zod'
import { strategyIds } from '@/lib/strategies'

/** What a run of the experiments showed, when, and on what. */

const outcome = z.strictObject({
  verdict: z.string(),
  result: z.enum(['resists', 'time-limited', 'vulnerable']),
  seconds: z.number().optional(),
  measured: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  series: z
    .strictObject({ x: z.string(), y: z.string(), points: z.array(z.tuple([z.number(), z.number()])) })
    .optional(),
})

const ofExperiment = z.strictObject({
  /** ISO 8601 */
  at: z.string(),
  version: z.string(),
  machine: z.string(),
  outcomes: z.partialRecord(z.enum(strategyIds), outcome),
})

/** By the slug of the experiment. */
export const run = z.record(z.string(), ofExperiment)

export type Run = z.infer<typeof run>
export type ExperimentRun = z.infer<typeof ofExperiment>
