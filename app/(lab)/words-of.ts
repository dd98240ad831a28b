import type { Anonymous, Unavailable } from '@/lib/auth/contract'
import type { OAuthError, Problem } from '@/lib/client'

/** The body of an answer that refuses, as a schema of the API has it. */
export type RefusalBody = Problem | OAuthError | Anonymous | Unavailable

/** Why something was refused, in the words of the server. @param ofState for a state, which has none */
export function wordsOf<Words>(
  refusal: RefusalBody,
  ofState: (state: Anonymous | Unavailable) => Words,
): string | Words {
  if ('title' in refusal) return refusal.title
  if ('error' in refusal) return refusal.error_description
  return ofState(refusal)
}
