import 'server-only'
import type { Anonymous, Session, Issued } from '../../contract'
import { lifetimes } from '../../parts/lifetimes'
import { renewSession } from '../../parts/session-row'
import { anonymousState } from '../../parts/auth-state'
import { issueCookie } from './issue'

/** A new token for the same session. The one before it stays good until its own `exp`: that is the price of no look-up. */
export async function renew(session: Session, now: Date): Promise<Issued | Anonymous> {
  const expiresAt = await renewSession(session, lifetimes().jwtSeconds, now)
  return expiresAt ? issueCookie(session, expiresAt, now) : anonymousState('revoked')
}
