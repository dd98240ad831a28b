import 'server-only'
import type { ReadSession } from './contract'
import { lifetimes } from './parts/lifetimes'
import { renewSession } from './parts/session-row'

/** A request counts as activity: the idle end moves. Called after the answer, at most every tenth of the idle time. */
export async function recordActivity({ sessionId, state }: ReadSession, now: Date) {
  const absoluteExpiresAt = new Date(state.absoluteExpiresAt)
  await renewSession({ sessionId, absoluteExpiresAt }, lifetimes().idleSeconds, now)
}
