import 'server-only'
import type { Anonymous, Session, CookieStrategyId, Issued } from '../../contract'
import { lifetimes } from '../../parts/lifetimes'
import { takeOverSession } from '../../parts/session-row'
import { anonymousState } from '../../parts/auth-state'
import { issueCookie } from './issue'

export async function takeOver(
  session: Session,
  from: CookieStrategyId,
  now: Date,
): Promise<Issued | Anonymous> {
  const idleSeconds = lifetimes().jwtSeconds
  const expiresAt = await takeOverSession(
    session,
    from,
    { strategy: 'jwt', tokenHash: null, idleSeconds },
    now,
  )
  return expiresAt ? issueCookie(session, expiresAt, now) : anonymousState('revoked')
}
