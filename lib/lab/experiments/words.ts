import 'server-only'
import { strategies, type StrategyId } from '@/lib/auth'
import type { Outcome } from './contract'

/** "5 min", "290 s": what a cell has room for. */
export const briefly = (seconds: number) => (seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`)

/**
 * What became of a credential that should have ended.
 * @param accepted the seconds for which it went on, as the meter counted them: how many are left depends on how old it
 *   was, so the verdict names the most that it can be
 */
export function endedAfter(accepted: number, strategy: StrategyId): Outcome {
  if (accepted === 0) return { verdict: 'Refused at once', stance: 'holds', seconds: 0 }
  const seconds = strategies[strategy].claims.credentialSeconds()
  const measured = { 'seconds until it was refused': accepted }
  return accepted > seconds
    ? { verdict: 'Accepted beyond its own end', stance: 'gives-way', measured }
    : {
        verdict: `Accepted until its own end, ${briefly(seconds)} at most`,
        stance: 'bounded',
        seconds,
        measured,
      }
}
