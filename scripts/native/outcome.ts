/** How a command ended. What a script reads is the number and `code`; what a person reads is the sentence. */

export const exitCodes = { done: 0, refused: 1, usage: 2, 'cannot tell': 3 } as const

export type Outcome = {
  exit: keyof typeof exitCodes
  /** stable */
  code: string
  sentence: string
  /** more of it, for `--json`. Never a token. */
  details?: Record<string, unknown>
}

export const refused = (code: string, sentence: string): Outcome => ({ exit: 'refused', code, sentence })

export const notSignedIn = refused('not_signed_in', 'Nobody is signed in here: run `npm run native` first.')

/** Somebody who has to be asked does not answer, or not as they should: `message` is one sentence. */
export class CannotTell extends Error {}
