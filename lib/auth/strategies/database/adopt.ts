import 'server-only'
import type { Anonymous, Session, CookieStrategyId, Issued } from '../../contract'
import { lifetimes } from '../../parts/lifetimes'
import { newOpaqueToken } from '../../parts/opaque-token'
import { takeOverSession } from '../../parts/session-row'
import { anonymousState, authenticatedState } from '../../parts/auth-state'
import { cookieFor } from './cookie'

export async function takeOver(
  session: Session,
  from: CookieStrategyId,
  now: Date,
): Promise<Issued | Anonymous> {
  const { token, tokenHash } = newOpaqueToken()
  const { idleSeconds } = lifetimes()
  const expiresAt = await takeOverSession(
    session,
    from,
    { strategy: 'database', tokenHash, idleSeconds },
    now,
  )
  if (!expiresAt) return anonymousState('revoked')
  return {
    state: authenticatedState('database', session, expiresAt),
    sessionId: session.sessionId,
    cookies: [cookieFor(token, session.absoluteExpiresAt, now)],
  }
}
