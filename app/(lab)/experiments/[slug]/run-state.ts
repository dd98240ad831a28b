import type { StrategyId } from '@/lib/auth/contract'
import type { ExperimentRun, Outcome, RunEvent } from '@/lib/lab'

export type Outcomes = ExperimentRun['outcomes']
export type Step = { text: string; ms: number }

type Failure = Extract<RunEvent, { type: 'failed' }>['why']

export type LaneState = { steps: Step[]; outcome?: Outcome; failed?: Failure }

export type RunStatus =
  'idle' | 'running' | 'ended' | 'cancelled' | 'busy' | 'refused' | 'broken' | 'unreachable'

export type RunState = {
  status: RunStatus
  /** ISO 8601 */
  startedAt: string
  lanes: Partial<Record<StrategyId, LaneState>>
  /** the part of it that happens in the reader's own browser */
  windowUrl?: string
  /** as they came, for the download */
  events: RunEvent[]
}

export const idle: RunState = { status: 'idle', startedAt: '', lanes: {}, events: [] }

/** @param at by the clock of this browser */
export const started = (at: Date): RunState => ({ ...idle, status: 'running', startedAt: at.toISOString() })

type LaneEvent = Extract<RunEvent, { strategy: StrategyId }>

function next(lane: LaneState, event: LaneEvent): LaneState {
  switch (event.type) {
    case 'step':
      return { ...lane, steps: [...lane.steps, { text: event.text, ms: event.ms }] }
    case 'outcome':
      return { ...lane, outcome: event.outcome }
    case 'failed':
      return { ...lane, failed: event.why }
  }
}

/** A new state, the given one stays as it is. `end` does not change `status`: who follows the run does that. */
export function withEvent(state: RunState, event: RunEvent): RunState {
  const events = [...state.events, event]
  if (event.type === 'end') return { ...state, events }
  if (event.type === 'window') return { ...state, events, windowUrl: event.url }
  const lane = state.lanes[event.strategy] ?? { steps: [] }
  return { ...state, events, lanes: { ...state.lanes, [event.strategy]: next(lane, event) } }
}

/** What a finished run observed; null where a strategy is missing, for nothing is kept of such a run. */
export function outcomesOf({ status, lanes }: RunState, strategies: readonly StrategyId[]): Outcomes | null {
  const observed = strategies.flatMap((strategy) => {
    const outcome = lanes[strategy]?.outcome
    return outcome ? [[strategy, outcome] as const] : []
  })
  const isWhole = status === 'ended' && observed.length === strategies.length
  return isWhole ? Object.fromEntries(observed) : null
}

/** The strategy that is under way. */
export const current = ({ status, lanes }: RunState, strategies: readonly StrategyId[]) =>
  status === 'running'
    ? strategies.find((strategy) => !lanes[strategy]?.outcome && !lanes[strategy]?.failed)
    : undefined

const sentences: Record<Exclude<RunStatus, 'ended'>, string> = {
  idle: 'Ready.',
  running: 'Running.',
  cancelled: 'Cancelled. Nothing is kept of this run.',
  busy: 'Two experiments are being run already. Try again in a few seconds.',
  refused: 'The app refused to start it: it takes no orders from the address at which this page is open.',
  broken: 'The run broke off, and nothing is kept of it. Run it again.',
  unreachable: 'The app cannot be reached. Check your connection, then run it again.',
}

/** The state of a run in a sentence. */
export function sentence({ status, lanes }: RunState): string {
  if (status !== 'ended') return sentences[status]
  const failed = Object.values(lanes).filter((lane) => lane.failed).length
  return failed === 0
    ? 'Done. This is the last run now.'
    : `Done, but ${failed} could not be tried, so nothing is kept of this run.`
}
