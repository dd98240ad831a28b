import 'server-only'
import { z } from 'zod'
import { role } from '@/lib/api-schema/roles'
import { accessTokenMaxSeconds, env } from '@/lib/env'

/** What an access token says. @see RFC 9068 §2.2 */

export const tokenType = 'at+jwt'

/** The one client that signs people in with a password: this app itself. */
export const clientId = 'bothways'

export const issuer = () => env().AUTH_URL
export const audience = () => `${env().AUTH_URL}/api`

const instant = z.int().nonnegative()

const common = z.object({
  iss: z.string(),
  aud: z.string(),
  client_id: z.literal(clientId),
  jti: z.string(),
  sub: z.uuid(),
  iat: instant,
  exp: instant,
  auth_time: instant,
  scope: z.string(),
  email: z.string(),
  name: z.string().nullable(),
  role,
  provider: z.string(),
  nbf: instant.optional(), // none of ours has it
  /** the absolute end of the sign-in */
  session_end: instant,
})

/** Bound to a session that each request looks up (`sid`), or only to the refresh tokens that it came with (`family`). */
const shape = z.union([common.extend({ sid: z.uuid() }), common.extend({ family: z.uuid() })])

/** @returns null also for what was signed by us and is none of ours: a token that outlives all others */
export function parseClaims(payload: unknown): AccessClaims | null {
  const { data } = shape.safeParse(payload)
  return data && data.exp - data.iat <= accessTokenMaxSeconds ? data : null
}

export type AccessClaims = z.infer<typeof shape>
/** The session behind a token, whether or not each request looks at it. */
export const sessionIdIn = (claims: AccessClaims) => ('sid' in claims ? claims.sid : claims.family)

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
