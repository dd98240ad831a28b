import 'server-only'
import { tryRecordEvent } from '@/lib/accounts'
import type { RequestContext } from './request-context'
import { sessionIdIn, verifyAccessToken } from './parts/access-token'
import { findRefreshToken } from './parts/refresh-token'
import { endSessions } from './parts/session-row'

/** The session of an access or a refresh token, also of one that has expired or is spent; null for any other text. */
async function sessionOf(token: string, now: Date): Promise<string | null> {
  const found = await findRefreshToken(token)
  if (found) return found.row.sessionId
  const verified = await verifyAccessToken(token, now)
  const claims = verified.ok ? verified.claims : verified.expired
  return claims ? sessionIdIn(claims) : null
}

/**
 * Ends what a token belongs to, for good: no refresh token of the family works, a hybrid access token is refused at its
 * next request. A bearer access token goes on until it expires. A token that nobody knows is as good as revoked.
 * @throws database errors: then nothing was ended
 * @see RFC 7009 §2
 */
export async function revokeToken(token: string, { visitor, now }: RequestContext): Promise<void> {
  const sessionId = await sessionOf(token, now)
  const [owner] = sessionId ? await endSessions([sessionId]) : []
  if (owner) await tryRecordEvent(owner, 'signed_out', visitor.device, now)
}
