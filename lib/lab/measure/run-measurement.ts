import 'server-only'
import { logFailure } from '@/lib/log'
import { strategyIds } from '@/lib/strategies'
import packageJson from '@/package.json'
import { machine } from '../results'
import { withLabPerson } from '../trial/person'
import { withMeasured } from './instance'
import { Connection, sendersFor } from './load'
import { keepMeasurement, type Measurement } from './measurement'
import {
  measureDelays,
  measureNames,
  measureRenewals,
  measureRequests,
  measureSessions,
  sizes,
  warmUp,
  type Bench,
  type SizeName,
} from './parts'

/** What happens in a run, in order, for whoever watches. */
export type MeasureEvent =
  /** `done`: percent of the whole, about */
  | { type: 'progress'; text: string; done: number }
  | { type: 'failed' }
  /** it is the last run now */
  | { type: 'end' }

/** No run goes on for longer, whatever it waits for. */
const runMaxMs = 5 * 60_000

let isRunning = false

/** Is a measurement running in this process already? Then the next one is refused with `busy`. */
export const isMeasuring = () => isRunning

/** How far each part goes, in percent of the time of the whole. */
const parts = {
  start: { text: 'Two processes of this build start.', until: 5 },
  requests: { text: 'The same request, under each strategy in turns.', until: 30 },
  delays: { text: 'The same while the database is farther and farther away.', until: 75 },
  names: { text: 'The same with a longer and longer name.', until: 85 },
  sessions: { text: 'A look-up among more and more sessions.', until: 100 },
} as const

type PartName = keyof typeof parts

/** Tells each whole percent once. */
function progressOf(tell: (event: MeasureEvent) => void) {
  let told = -1
  const names = Object.keys(parts) as PartName[]
  return (name: PartName, share: number) => {
    const { text, until } = parts[name]
    const from = parts[names[names.indexOf(name) - 1] ?? name].until
    const start = name === names[0] ? 0 : from
    const done = Math.floor(start + (until - start) * share)
    if (done <= told) return
    told = done
    tell({ type: 'progress', text, done })
  }
}

/**
 * Measures everything once, and keeps it as the last run.
 * @param tell called as it happens
 * @param signal aborted by whoever does not want it any more: then it ends at once, and nothing is kept
 */
export async function runMeasurement(
  size: SizeName,
  tell: (event: MeasureEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  isRunning = true
  try {
    const whole = AbortSignal.any([signal, AbortSignal.timeout(runMaxMs)])
    await keepMeasurement(await measure(size, progressOf(tell), whole))
    tell({ type: 'end' })
  } catch (error) {
    if (signal.aborted) return
    logFailure('lab.measurement', error)
    tell({ type: 'failed' })
  } finally {
    isRunning = false
  }
}

type Progress = ReturnType<typeof progressOf>

async function measure(size: SizeName, progress: Progress, signal: AbortSignal): Promise<Measurement> {
  const start = performance.now()
  progress('start', 0)
  return withBench(size, signal, async (bench) => {
    await warmUp(bench)
    progress('start', 1)
    const at = (name: PartName): Bench => ({ ...bench, progress: (share) => progress(name, share) })
    const requests = await measureRequests(at('requests'))
    const renewals = await measureRenewals(bench)
    const delays = await measureDelays(at('delays'))
    const names = await measureNames(at('names'))
    const sessions = await measureSessions(at('sessions')) // the last: it ends every session of the person
    return {
      at: new Date().toISOString(),
      version: packageJson.version,
      machine: machine(),
      size,
      seconds: Math.round((performance.now() - start) / 1000),
      requests,
      renewals,
      delays,
      sessions,
      names,
    }
  })
}

/** Two processes, a person who is signed in under every strategy, and connections. All of it ends with the work. */
const withBench = <Result>(
  size: SizeName,
  signal: AbortSignal,
  work: (bench: Bench) => Promise<Result>,
): Promise<Result> =>
  withLabPerson('user', (person) =>
    withMeasured('memory', signal, (memory) =>
      withMeasured('row', signal, async (row) => {
        const connections = {
          memory: new Connection(memory.address, signal),
          row: new Connection(row.address, signal),
        }
        try {
          const { clients, senders } = await sendersFor(person, strategyIds, signal)
          const processes = { memory, row }
          const progress = () => {}
          return await work({
            size: sizes[size],
            person,
            clients,
            senders,
            processes,
            connections,
            progress,
            signal,
          })
        } finally {
          await Promise.all(Object.values(connections).map((connection) => connection.close()))
        }
      }),
    ),
  )
