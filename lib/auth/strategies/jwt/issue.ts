import 'server-only'
import type { Confirmed, Grant, Issued } from '../../contract'
import { lifetimes } from '../../parts/lifetimes'
import { insertSession } from '../../parts/session-row'
import { authenticated } from '../../parts/state'
import { cookieFor } from './cookie'
import { seal } from './token'

export async function issue(grant: Grant, now: Date): Promise<Issued> {
  const idleSeconds = lifetimes().jwtSeconds
  const row = await insertSession(grant, { strategy: 'jwt', tokenHash: null, idleSeconds }, now)
  return sealed({ ...grant, sessionId: row.id }, row.expiresAt, now)
}

/** A token for a session that lives: the row decides its end. */
export async function sealed(session: Confirmed, expiresAt: Date, now: Date): Promise<Issued> {
  const token = await seal(session, expiresAt, now)
  return {
    state: authenticated('jwt', session, expiresAt),
    sessionId: session.sessionId,
    cookies: [cookieFor(token, expiresAt, now)],
  }
}
