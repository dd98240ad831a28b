/** What came of an attack, as it was seen. */
export type AttackOutcome = {
  /** the page or the problem that the browser ended at, with its error code; or 'signed in' */
  observed: string
  /** what it says to a person */
  sentence: string
  milliseconds: number
}

export type Row = AttackOutcome & { module: string; attack: string }

/** the type of annotation by which an outcome gets from a test to the table */
export const outcomeType = 'outcome'
