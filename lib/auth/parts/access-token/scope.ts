import 'server-only'

/** What an access token may do. @see RFC 6749 §3.3 */

/** Everything that its person may. */
export const fullScope = 'api'
/** Only reading. */
export const readScope = 'api:read'

const listed = (scope: string) => scope.split(' ')

const known = [fullScope, readScope] as const

/**
 * What a client gets that asks for `requested` where `granted` is the most that it may have.
 * @returns the requested scope as it was written, the granted one where none was requested, or null for one that is
 *   unknown or reaches further
 * @see RFC 6749 §3.3, §6
 */
export function narrowedScope(requested: string | undefined, granted: string): string | null {
  if (requested === undefined) return granted
  const isGranted = (name: string) => known.some((scope) => scope === name && hasScope(granted, scope))
  return listed(requested).every(isGranted) ? requested : null
}

/** Does a token with `scope` reach that far? `api` includes `api:read`. */
export const hasScope = (scope: string, needed: typeof fullScope | typeof readScope) =>
  listed(scope).includes(fullScope) || listed(scope).includes(needed)
