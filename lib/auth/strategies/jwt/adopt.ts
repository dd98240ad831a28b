import 'server-only'
import type { Anonymous, Confirmed, CookieStrategyId, Issued } from '../../contract'
import { lifetimes } from '../../parts/lifetimes'
import { moveSession } from '../../parts/session-row'
import { anonymous } from '../../parts/state'
import { sealed } from './issue'

export async function adopt(
  session: Confirmed,
  from: CookieStrategyId,
  now: Date,
): Promise<Issued | Anonymous> {
  const idleSeconds = lifetimes().jwtSeconds
  const expiresAt = await moveSession(session, from, { strategy: 'jwt', tokenHash: null, idleSeconds }, now)
  return expiresAt ? sealed(session, expiresAt, now) : anonymous('revoked')
}
