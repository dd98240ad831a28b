import 'server-only'
import type { StrategyId } from '@/lib/auth'
import { logFailure } from '@/lib/log'
import type { Experiment, Outcome } from './experiments/contract'
import { keepOutcomes } from './results'
import { withStageWindow } from './stage/stage-server'
import { NoWindow, type StageWindow } from './stage/window'
import { withTrial, type Step } from './trial/trial'

/** What happens in a run, in order, for whoever watches. */
export type RunEvent =
  /** to be opened in the reader's browser; it goes on by itself, and waits for the end of the run */
  | { type: 'window'; url: string }
  | ({ type: 'step'; strategy: StrategyId } & Step)
  | { type: 'outcome'; strategy: StrategyId; outcome: Outcome }
  | { type: 'failed'; strategy: StrategyId; why: 'no_window' | 'fault' }
  | { type: 'end' }

const runsMax = 2
let running = 0

/** Are two experiments running in this process already? Then the next one is refused with `busy`. */
export const isBusy = () => running >= runsMax

/**
 * Runs an experiment under each of its strategies, one after the other, and keeps what came out.
 * @param tell called as it happens
 * @param signal aborted by whoever does not want to know any more: the strategy that is under way is finished
 */
export async function runExperiment(
  experiment: Experiment,
  tell: (event: RunEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  running += 1
  const outcomes: Partial<Record<StrategyId, Outcome>> = {}
  try {
    const everyStrategy = async (window: StageWindow | null) => {
      for (const strategy of experiment.strategies) {
        if (signal.aborted) return
        const outcome = await attempt(experiment, strategy, tell, window)
        if (outcome) outcomes[strategy] = outcome
      }
    }
    await (experiment.opensWindow ? inWindow(tell, everyStrategy) : everyStrategy(null))
    if (Object.keys(outcomes).length === experiment.strategies.length)
      await keepOutcomes(experiment.slug, outcomes)
    tell({ type: 'end' })
  } finally {
    running -= 1
  }
}

const inWindow = (tell: (event: RunEvent) => void, work: (window: StageWindow) => Promise<void>) =>
  withStageWindow((window) => {
    tell({ type: 'window', url: window.url() })
    return work(window)
  })

async function attempt(
  experiment: Experiment,
  strategy: StrategyId,
  tell: (event: RunEvent) => void,
  window: StageWindow | null,
) {
  try {
    const say = (step: Step) => tell({ type: 'step', strategy, ...step })
    const outcome = await withTrial(strategy, say, (trial) => experiment.run(trial), window)
    tell({ type: 'outcome', strategy, outcome })
    return outcome
  } catch (error) {
    logFailure('lab.experiment', error, { experiment: experiment.slug, strategy })
    tell({ type: 'failed', strategy, why: error instanceof NoWindow ? 'no_window' : 'fault' })
    return null
  }
}
