import 'server-only'
import type { Anonymous, Confirmed, Issued } from '../../contract'
import { lifetimes } from '../../parts/lifetimes'
import { touchSession } from '../../parts/session-row'
import { anonymous } from '../../parts/state'
import { sealed } from './issue'

/** A new token for the same session. The one before it stays good until its own `exp`: that is the price of no look-up. */
export async function extend(session: Confirmed, now: Date): Promise<Issued | Anonymous> {
  const expiresAt = await touchSession(session, lifetimes().jwtSeconds, now)
  return expiresAt ? sealed(session, expiresAt, now) : anonymous('revoked')
}
