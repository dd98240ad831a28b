import 'server-only'
import type { StrategyId } from '@/lib/auth'
import type { Trial } from '../trial/trial'

/** What one run showed of one strategy. Nothing in it is known beforehand. */
export type Outcome = {
  /** the cell of the comparison: a few words, the same in every run on every machine */
  verdict: string
  /** `time-limited`: vulnerable for a while that is known, and is written in the verdict */
  result: 'resists' | 'time-limited' | 'vulnerable'
  /** by the app's own clock, moved on: exact, and the same in every run */
  seconds?: number
  /** what this machine took in this run: shown, and compared with nothing */
  measured?: Record<string, string | number>
  /** a curve of this run, for a chart; compared with nothing either */
  series?: Series
}

/** Points `[x, y]`, by `x`. The names carry the units. */
export type Series = { x: string; y: string; points: [number, number][] }

/** A question that is answered by doing it, under each strategy. One module each; the page and the tests run the same. */
export type Experiment = {
  slug: string
  title: string
  question: string
  /** asked of the reader before anything runs */
  prediction: { ask: string; options: readonly string[] }
  strategies: readonly StrategyId[]
  /** part of it happens in a real browser: a run tells the address of a `window`, which somebody has to open there */
  opensWindow?: true
  /** For one strategy, with a person of its own who is removed afterwards. Says what it does by `trial.step`. */
  run(trial: Trial): Promise<Outcome>
  /** what the `seconds` of its outcomes are, in a sentence without an end; without it, until a credential was refused */
  counts?: string
  /** why it comes out as it does, in a paragraph */
  why: string
  clause: { name: string; href: string }
}

/** "24 h", "5 min", "290 s": what a cell has room for. */
export function briefly(seconds: number): string {
  if (seconds > 0 && seconds % 3600 === 0) return `${seconds / 3600} h`
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`
}

const ofCredential = {
  atOnce: 'Refused at once',
  untilItsEnd: 'Accepted until its own end',
  beyond: 'Accepted beyond its own end',
}

/** Of a copy that its thief could not use even while its owner was signed in: it is bound to a key, which nobody can copy. */
export const neverAccepted = (measured: Outcome['measured'] = {}): Outcome => ({
  verdict: 'Never accepted: a copy has no key',
  result: 'resists',
  seconds: 0,
  measured,
})

/** Of a session that should have ended, where it can still be renewed: nobody knows its end. */
export const stillRenewed = (measured: NonNullable<Outcome['measured']>): Outcome => ({
  verdict: 'It can still be renewed',
  result: 'vulnerable',
  measured,
})

/**
 * What became of a credential that should have ended.
 * @param accepted the seconds for which it went on, as the meter counted them: how many are left depends on how old it
 *   was, so the verdict names the most that it can be
 * @param life the seconds that a fresh one is good, seen in the same run
 */
export function endedAfter(accepted: number, life: number, says = ofCredential): Outcome {
  if (accepted === 0) return { verdict: says.atOnce, result: 'resists', seconds: 0 }
  const measured = { 'seconds until it was refused': accepted, 'seconds that a fresh one lasted': life }
  if (accepted > life) return { verdict: says.beyond, result: 'vulnerable', measured }
  const verdict = `${says.untilItsEnd}, ${briefly(life)} at most`
  return { verdict, result: 'time-limited', seconds: life, measured }
}
