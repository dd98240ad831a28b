import 'server-only'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import os from 'node:os'
import { z } from 'zod'
import type { StrategyId } from '@/lib/auth'
import { env } from '@/lib/env'
import { logFailure } from '@/lib/log'
import packageJson from '@/package.json'
import { strategyIds } from '@/lib/strategies'
import type { Outcome } from './experiments/contract'
import committed from './results/committed.json'
import committedReadPaths from './results/read-paths.json'

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

const file = () => path.join(env().DATA_DIR, 'lab', 'last-run.json')

async function ownRun(): Promise<Run> {
  try {
    return run.parse(JSON.parse(await readFile(file(), 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') logFailure('lab.last_run', error)
    return {}
  }
}

/** What was observed last: here, or, outside the lab and where nobody has run it yet, in the run that came with the code. */
export async function lastRun(): Promise<Run> {
  return { ...run.parse(committed), ...(env().LAB && (await ownRun())) }
}

let writing: Promise<unknown> = Promise.resolve()

/** One at a time, whole or not at all. */
export function keepOutcomes(slug: string, outcomes: Partial<Record<StrategyId, Outcome>>): Promise<void> {
  const write = async () => {
    const at = new Date().toISOString()
    const all = {
      ...(await ownRun()),
      [slug]: { at, version: packageJson.version, machine: machine(), outcomes },
    }
    await mkdir(path.dirname(file()), { recursive: true, mode: 0o700 })
    await writeFile(`${file()}.new`, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 })
    await rename(`${file()}.new`, file())
  }
  const written = writing.then(write, write)
  writing = written
  return written
}

/** What a run was run on, in a line. */
export const machine = () =>
  `${os.cpus()[0]?.model ?? os.arch()}, ${os.cpus().length} cores, Node ${process.version}`

const matrix = z.record(z.string(), z.record(z.enum(strategyIds), z.string()))

/**
 * By place and strategy: what the place sees of a request, and what it may write. Written by
 * `e2e/security/read-paths.spec.ts` (to `artifacts/`), which fails when this copy does not say the same.
 */
export const readPaths = () => matrix.parse(committedReadPaths)
