import 'server-only'
import type { Outcome } from './contract'

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
