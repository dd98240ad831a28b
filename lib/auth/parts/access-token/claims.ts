import 'server-only'
import { z } from 'zod'
import { role } from '@/lib/api-schema/roles'
import { accessTokenMaxSeconds, env } from '@/lib/env'
import { idsBy, isCookieStrategy, type StrategyId } from '@/lib/strategies'

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

/**
 * By when the strategy is looked up: bound to a session that each request looks up (`sid`), or only to the refresh
 * tokens that it came with (`family`).
 */
const shape = z.union([
  common.extend({ strategy: z.enum(idsBy({ carrier: 'header', lookup: 'each-request' })), sid: z.uuid() }),
  common.extend({ strategy: z.enum(idsBy({ carrier: 'header', lookup: 'each-renewal' })), family: z.uuid() }),
])

/**
 * The claims of an access token, whose signature must have been verified.
 * @returns null if the shape is wrong, the strategy is missing, unknown or bound as it never is, or the lifetime exceeds
 *   accessTokenMaxSeconds, even with a valid signature. Tokens that were signed before there was the claim `strategy`
 *   are refused too: they live for minutes, and their clients have a refresh token.
 */
export function parseClaims(payload: unknown): AccessClaims | null {
  const { data } = shape.safeParse(payload)
  return data && data.exp - data.iat <= accessTokenMaxSeconds ? data : null
}

export type AccessClaims = z.infer<typeof shape>
/** The session behind a token, whether or not each request looks at it. */
export const sessionIdIn = (claims: AccessClaims) => ('sid' in claims ? claims.sid : claims.family)

/**
 * Is it a session that such a token may name? One of its own strategy; with `sid` also one of a cookie, for which a
 * page asked for a token.
 */
export const mayName = (claims: AccessClaims, session: { strategy: StrategyId }) =>
  session.strategy === claims.strategy || ('sid' in claims && isCookieStrategy(session.strategy))

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
