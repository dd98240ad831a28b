import 'server-only'
import type { Anonymous, Confirmed, Issued } from '../../contract'
import { lifetimes } from '../../parts/lifetimes'
import { touchSession } from '../../parts/session-row'
import { anonymous, authenticated } from '../../parts/state'

/** The cookie keeps its value: only the row moves. */
export async function extend(session: Confirmed, now: Date): Promise<Issued | Anonymous> {
  const expiresAt = await touchSession(session, lifetimes().idleSeconds, now)
  if (!expiresAt) return anonymous('revoked')
  return { state: authenticated('database', session, expiresAt), sessionId: session.sessionId, cookies: [] }
}
