import 'server-only'
import type { Session, NewSession, Issued } from '../../contract'
import { lifetimes } from '../../parts/lifetimes'
import { insertSession } from '../../parts/session-row'
import { authenticatedState } from '../../parts/auth-state'
import { cookieFor } from './cookie'
import { seal } from './token'

export async function start(session: NewSession, now: Date): Promise<Issued> {
  const idleSeconds = lifetimes().jwtSeconds
  const row = await insertSession(session, { strategy: 'jwt', tokenHash: null, idleSeconds }, now)
  return issueCookie({ ...session, sessionId: row.id }, row.expiresAt, now)
}

/** A token for a session that lives: the row decides its end. */
export async function issueCookie(session: Session, expiresAt: Date, now: Date): Promise<Issued> {
  const token = await seal(session, expiresAt, now)
  return {
    state: authenticatedState('jwt', session, expiresAt),
    sessionId: session.sessionId,
    cookies: [cookieFor(token, expiresAt, now)],
  }
}
