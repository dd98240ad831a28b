import 'server-only'
import type { NewSession, Issued } from '../../contract'
import { lifetimes } from '../../parts/lifetimes'
import { newOpaqueToken } from '../../parts/opaque-token'
import { insertSession } from '../../parts/session-row'
import { authenticatedState } from '../../parts/auth-state'
import { cookieFor } from './cookie'

export async function start(session: NewSession, now: Date): Promise<Issued> {
  const { token, tokenHash } = newOpaqueToken()
  const { idleSeconds } = lifetimes()
  const row = await insertSession(session, { strategy: 'database', tokenHash, idleSeconds }, now)
  return {
    state: authenticatedState('database', session, row.expiresAt),
    sessionId: row.id,
    cookies: [cookieFor(token, session.absoluteExpiresAt, now)],
  }
}
