import type { Anonymous, Unavailable } from '@/lib/auth/contract'
import type { OAuthError, Problem } from '@/lib/client'

export type Refusal = Problem | OAuthError | Anonymous | Unavailable

/** Why something was refused, in the words of the server. @param ofState for a state, which has none */
export function wordsOf<Words>(
  refusal: Refusal,
  ofState: (state: Anonymous | Unavailable) => Words,
): string | Words {
  if ('title' in refusal) return refusal.title
  if ('error' in refusal) return refusal.error_description
  return ofState(refusal)
}
