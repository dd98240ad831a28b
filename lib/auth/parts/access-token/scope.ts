import 'server-only'

/** What an access token may do. @see RFC 6749 §3.3 */

/** Everything that its person may. */
export const fullScope = 'api'
/** Only reading. */
export const readScope = 'api:read'

const listed = (scope: string) => scope.split(' ')

/** Does a token with `scope` reach that far? `api` includes `api:read`. */
export const reaches = (scope: string, needed: typeof fullScope | typeof readScope) =>
  listed(scope).includes(fullScope) || listed(scope).includes(needed)
