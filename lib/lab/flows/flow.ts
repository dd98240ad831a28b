import type { StrategyId } from '@/lib/auth'
import type { Stage } from '../wire/stage'

/**
 * Which part of an act a step is about: what the browser sent, what the app did about it, what came back, what the
 * browser holds afterwards, or all of that. `at-provider`: the work with the provider; `written`: the rest of it; `outcome`:
 * work and answer.
 */
export type Part =
  'request' | 'work' | 'at-provider' | 'written' | 'answer' | 'outcome' | 'in-browser' | 'all'

/** One numbered sentence of a flow. What goes with it is in the recording. */
export type Step = {
  label: string
  title: string
  text: string
  act: string
  part: Part
}

/** How somebody gets in, is known again, and gets out: played for real, and drawn from what was recorded. */
export type Flow = {
  slug: string
  title: string
  /** what to look at */
  lead: string
  strategy: StrategyId
  steps: readonly Step[]
  play(stage: Stage): Promise<void>
}
