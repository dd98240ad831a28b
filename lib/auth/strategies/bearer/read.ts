import 'server-only'
import type { Anonymous, Session, Presented, Reading } from '../../contract'
import { presentedToken, type AccessClaims } from '../../parts/access-token'
import { fromNumericDate } from '../../parts/lifetimes'
import { upstreamOf } from '../../parts/upstream-session'
import { toSession, findWholeSession, invalidReason } from '../../parts/session-row'
import { anonymousState, authenticatedState } from '../../parts/auth-state'

type Own = { claims: Extract<AccessClaims, { family: string }>; expiresAt: Date }

async function ownToken(presented: Presented, now: Date): Promise<Own | Anonymous> {
  const token = await presentedToken(presented, now)
  if ('refused' in token) return token.refused
  const { claims, expiresAt } = token
  return 'family' in claims ? { claims, expiresAt } : anonymousState('malformed')
}

/** No query: the token says it all, as it was when it was signed. */
export async function read(presented: Presented, now: Date): Promise<Reading> {
  const token = await ownToken(presented, now)
  if ('status' in token) return token
  const { sub: id, email, name, role, provider, auth_time, session_end, family } = token.claims
  const session = {
    person: { id, email, name, role },
    provider,
    authenticatedAt: fromNumericDate(auth_time),
    absoluteExpiresAt: fromNumericDate(session_end),
  }
  return { state: authenticatedState('bearer', session, token.expiresAt), sessionId: family }
}

/** One query: is the family still there, and who is its person today? */
export async function verify(presented: Presented, now: Date): Promise<Session | Anonymous> {
  const token = await ownToken(presented, now)
  if ('status' in token) return token
  const row = await findWholeSession({ id: token.claims.family })
  return invalidReason(row, 'bearer', now) ?? { ...toSession(row!), upstream: upstreamOf(row!.origin) }
}
