import 'server-only'

/** What is computed from the rounds of a measurement. */

const sorted = (values: readonly number[]) => values.toSorted((a, b) => a - b)

/** Nearest rank. @param share between 0 and 1. @returns NaN where there are no values */
export function quantile(values: readonly number[], share: number): number {
  const all = sorted(values)
  return all[Math.max(0, Math.ceil(share * all.length) - 1)] ?? NaN
}

/** By nearest rank: of an even number of values the lower one in the middle. */
export const median = (values: readonly number[]) => quantile(values, 0.5)

/** Is one faster than the other beyond the noise: does the middle half of its rounds lie below that of the other's? */
export const isFaster = (rounds: readonly number[], others: readonly number[]): boolean =>
  rounds.length > 0 && others.length > 0 && quantile(rounds, 0.75) < quantile(others, 0.25)

/** What two took with one delay, milliseconds, round by round. */
export type AtDelay = { addedMs: number; one: readonly number[]; other: readonly number[] }

/**
 * The smallest measured delay from which on `one` is faster at every measured delay, beyond the noise.
 * @param delays in any order
 * @returns null where it is at none
 */
export function crossover(delays: readonly AtDelay[]): number | null {
  let from: number | null = null
  for (const { addedMs, one, other } of delays.toSorted((a, b) => b.addedMs - a.addedMs)) {
    if (!isFaster(one, other)) return from
    from = addedMs
  }
  return from
}

/**
 * How many values lie between two bounds that follow one another.
 * @param bounds ascending; what lies outside is counted in the first or the last
 */
export function histogram(values: readonly number[], bounds: readonly number[]): number[] {
  const counts = bounds.slice(1).map(() => 0)
  for (const value of values) {
    const above = bounds.findIndex((bound, at) => at > 0 && value < bound)
    const at = above === -1 ? counts.length - 1 : above - 1
    counts[at] = (counts[at] ?? 0) + 1
  }
  return counts
}

/** Bounds whose ratio is always the same. */
export const logBounds = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count + 1 }, (_, at) => from * (to / from) ** (at / count))
