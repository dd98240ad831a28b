import { median, quantile, rounded } from '@/scripts/cost/load'

export type Unit = 'ratio' | 'per second' | 'ms' | 'µs' | 'MB' | 'KB' | 'bytes' | 'count'

/** One thing that was measured, over all rounds. */
export type Figure = {
  /** what it is called in the list of targets, unlike any other; for people as well */
  name: string
  unit: Unit
  /** in the order in which they were measured */
  rounds: number[]
  median: number
  /** the quarter below and the quarter above the median */
  quartiles: [lower: number, upper: number]
}

/** Enough digits to tell two figures apart, for a value of any size. */
const digitsOf = (value: number) =>
  Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3

/** To about three digits: more would be noise. */
export const shortened = (value: number) => rounded(value, digitsOf(value))

/** @throws Error where there is no round: nothing was measured */
export function figure(name: string, unit: Unit, rounds: number[]): Figure {
  if (rounds.length === 0) throw new Error(`${name}: there is no round`)
  return {
    name,
    unit,
    rounds: rounds.map(shortened),
    median: shortened(median(rounds)),
    quartiles: [shortened(quantile(rounds, 0.25)), shortened(quantile(rounds, 0.75))],
  }
}

/**
 * One list divided by the other, round by round: whatever the machine did besides met both.
 * @throws Error if they are not of the same rounds
 */
export function ratio(name: string, rounds: number[] | undefined, others: number[] | undefined): Figure {
  if (!rounds || !others || rounds.length !== others.length)
    throw new Error(`${name}: not of the same rounds`)
  return figure(
    name,
    'ratio',
    rounds.map((value, at) => value / others[at]!),
  )
}

/** What one part of the measurements found. */
export type Part = { title: string; figures: Figure[]; notes: string[] }
