import 'server-only'
import type { Anonymous, Session, Issued } from '../../contract'
import { lifetimes } from '../../parts/lifetimes'
import { renewSession } from '../../parts/session-row'
import { anonymousState, authenticatedState } from '../../parts/auth-state'

/** The cookie keeps its value: only the row moves. */
export async function renew(session: Session, now: Date): Promise<Issued | Anonymous> {
  const expiresAt = await renewSession(session, lifetimes().idleSeconds, now)
  if (!expiresAt) return anonymousState('revoked')
  return {
    state: authenticatedState('database', session, expiresAt),
    sessionId: session.sessionId,
    cookies: [],
  }
}
