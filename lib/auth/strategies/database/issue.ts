import 'server-only'
import type { Grant, Issued } from '../../contract'
import { lifetimes } from '../../parts/lifetimes'
import { newOpaqueToken } from '../../parts/opaque-token'
import { insertSession } from '../../parts/session-row'
import { authenticated } from '../../parts/state'
import { cookieFor } from './cookie'

export async function issue(grant: Grant, now: Date): Promise<Issued> {
  const { token, tokenHash } = newOpaqueToken()
  const { idleSeconds } = lifetimes()
  const row = await insertSession(grant, { strategy: 'database', tokenHash, idleSeconds }, now)
  return {
    state: authenticated('database', grant, row.expiresAt),
    sessionId: row.id,
    cookies: [cookieFor(token, grant.absoluteExpiresAt, now)],
  }
}
