import 'server-only'
import { linkIdentity, unlinkIdentity } from '@/lib/accounts'
import type { RequestContext } from './request-context'
import type { Session } from './contract'
import { forgetPendingIdentity, pendingIdentitiesFor } from './pending-identity'
import { provedRecently } from './proved-recently'

type NotNow = { ok: false; code: 'reauthentication_required' }
const notNow: NotNow = { ok: false, code: 'reauthentication_required' }

/**
 * Connects an identity that was proven in this browser to the person who is signed in, at their word and only just
 * after they proved who they are.
 * @param id of the pending identity that the person was shown
 */
export async function connectPendingIdentity(
  session: Session,
  id: string,
  { presented, visitor }: RequestContext,
  now: Date,
) {
  const waiting = await pendingIdentitiesFor(session.person, presented, now)
  const pending = waiting.find((one) => one.id === id)
  if (!pending) return { ok: false, code: 'nothing_pending' } as const
  if (!provedRecently(session, now)) return notNow
  const result = await linkIdentity(session.person, pending.identity, visitor.device, now)
  if (result.ok) await forgetPendingIdentity(presented, id)
  return result
}

/** Removes one of the person's identities, under the same condition. The last way to sign in stays. */
export async function removeIdentity(session: Session, id: string, { visitor }: RequestContext, now: Date) {
  if (!provedRecently(session, now)) return notNow
  return unlinkIdentity(session.person.id, id, session.sessionId, visitor.device, now)
}
