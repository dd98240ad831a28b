const sorted = (values: number[]) => [...values].sort((a, b) => a - b)

/** Nearest rank. @param share between 0 and 1 */
export function quantile(values: number[], share: number): number {
  const all = sorted(values)
  return all[Math.max(0, Math.ceil(share * all.length) - 1)] ?? NaN
}

export const median = (values: number[]) => quantile(values, 0.5)

export const rounded = (value: number, digits = 3) => Number(value.toFixed(digits))

/** What a variant took, each list the requests of one round, beside the same rounds of another. Milliseconds. */
export function compared(rounds: number[][], others: number[][]) {
  const ratios = rounds.map((round, at) => median(round) / median(others[at] ?? []))
  return {
    medianMs: rounded(median(rounds.flat())),
    p95Ms: rounded(quantile(rounds.flat(), 0.95)),
    /** of the medians of each round: the middle one, and the quarter below and above it */
    ratio: rounded(median(ratios)),
    ratioQuartiles: [rounded(quantile(ratios, 0.25)), rounded(quantile(ratios, 0.75))] as const,
  }
}

export type Compared = ReturnType<typeof compared>
