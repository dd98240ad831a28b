import 'server-only'
import type { Recognised } from './contract'
import { lifetimes } from './parts/lifetimes'
import { touchSession } from './parts/session-row'

/** A request counts as activity: the idle end moves. Called after the answer, at most every tenth of the idle time. */
export async function recordActivity({ sessionId, state }: Recognised, now: Date) {
  const absoluteExpiresAt = new Date(state.absoluteExpiresAt)
  await touchSession({ sessionId, absoluteExpiresAt }, lifetimes().idleSeconds, now)
}
