import 'server-only'
import { linkIdentity, unlinkIdentity } from '@/lib/accounts'
import type { Asking } from './asking'
import type { Confirmed } from './contract'
import { pendingIdentityOf } from './pending-identity'
import { provedRecently } from './proved-recently'

type NotNow = { ok: false; code: 'reauthentication_required' }
const notNow: NotNow = { ok: false, code: 'reauthentication_required' }

/**
 * Connects the identity that was proven in this browser to the person who is signed in, at their word and only just
 * after they proved who they are.
 */
export async function connectPendingIdentity(session: Confirmed, { presented, visitor }: Asking, now: Date) {
  const identity = pendingIdentityOf(presented, now)
  if (!identity) return { ok: false, code: 'nothing_pending' } as const
  if (!provedRecently(session, now)) return notNow
  return linkIdentity(session.person, identity, visitor.device, now)
}

/** Removes one of the person's identities, under the same condition. The last way to sign in stays. */
export async function removeIdentity(session: Confirmed, id: string, { visitor }: Asking, now: Date) {
  if (!provedRecently(session, now)) return notNow
  return unlinkIdentity(session.person.id, id, session.sessionId, visitor.device, now)
}
