export type Counts = { passed: number; failed: number; skipped: number }

/** How a step went, and what it said. */
export type StepResult = { counts: Counts; output: string }

/** A check that is one test by itself. */
export const one = (isGood: boolean): Counts => ({
  passed: isGood ? 1 : 0,
  failed: isGood ? 0 : 1,
  skipped: 0,
})

export const inWords = ({ passed, failed, skipped }: Counts) =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`

export const sum = (all: Counts[]): Counts => ({
  passed: all.reduce((total, { passed }) => total + passed, 0),
  failed: all.reduce((total, { failed }) => total + failed, 0),
  skipped: all.reduce((total, { skipped }) => total + skipped, 0),
})

/** Work that throws when it fails, as one test. */
export async function attempt(work: () => Promise<string>): Promise<StepResult> {
  try {
    return { counts: one(true), output: await work() }
  } catch (error) {
    return { counts: one(false), output: (error as Error).message }
  }
}
