import 'server-only'
import type { StrategyId } from '@/lib/auth'
import type { StageWindow } from '../stage/window'
import { LabClient } from './lab-client'
import { withLabPerson, type LabPerson } from './person'

/** What was just done, for the page to show while it goes on. */
export type Step = { text: string; ms: number }

/** One strategy, one person, and whoever takes part. */
export type Trial = {
  strategy: StrategyId
  person: LabPerson
  /** does a thing, and tells the page what it was */
  step: <Result>(text: string, work: () => Promise<Result>) => Promise<Result>
  /** a fresh browser in which the person signs in under the strategy of the trial */
  signedIn: (who: string) => Promise<LabClient>
  /** a window of the reader's own browser, for an experiment that `opensWindow` */
  window: StageWindow | null
}

/** Runs `work` as one trial. The person is removed afterwards. */
export const withTrial = <Result>(
  strategy: StrategyId,
  tell: (step: Step) => void,
  work: (trial: Trial) => Promise<Result>,
  window: StageWindow | null = null,
): Promise<Result> =>
  withLabPerson('user', (person) => {
    const step: Trial['step'] = async (text, done) => {
      const start = performance.now()
      const result = await done()
      tell({ text, ms: performance.now() - start })
      return result
    }
    const signedIn = (who: string) =>
      step(`${who} signs in.`, async () => {
        const client = new LabClient(strategy)
        const { status } = await client.signIn(person)
        if (status !== 200) throw new Error(`Signing in was answered with ${status}`)
        return client
      })
    return work({ strategy, person, step, signedIn, window })
  })

/** The window of a trial that cannot do without one. */
export function opened({ window }: Trial): StageWindow {
  if (!window) throw new Error('This experiment needs a window: it has to say so (`opensWindow`)')
  return window
}
