import 'server-only'
import type { Anonymous, Confirmed, CookieStrategyId, Issued } from '../../contract'
import { lifetimes } from '../../parts/lifetimes'
import { newOpaqueToken } from '../../parts/opaque-token'
import { moveSession } from '../../parts/session-row'
import { anonymous, authenticated } from '../../parts/state'
import { cookieFor } from './cookie'

export async function adopt(
  session: Confirmed,
  from: CookieStrategyId,
  now: Date,
): Promise<Issued | Anonymous> {
  const { token, tokenHash } = newOpaqueToken()
  const { idleSeconds } = lifetimes()
  const expiresAt = await moveSession(session, from, { strategy: 'database', tokenHash, idleSeconds }, now)
  if (!expiresAt) return anonymous('revoked')
  return {
    state: authenticated('database', session, expiresAt),
    sessionId: session.sessionId,
    cookies: [cookieFor(token, session.absoluteExpiresAt, now)],
  }
}
