import 'server-only'
import { noteEvent } from '@/lib/accounts'
import type { Asking } from './asking'
import type { CookieStrategyId, CookieWrite, Presented } from './contract'
import { pendingIdentityCookie } from './parts/cookie'
import { deleteSessions } from './parts/session-row'
import { forgetPendingIdentity } from './pending-identity'
import { strategies } from './strategies'

/**
 * Ends the sessions this browser presents: one strategy's, or all. The cookies may be cleared only after this
 * returned: a throw means that nothing was ended, and then nothing must be claimed.
 * @returns the cookies to clear
 */
export async function signOut(
  only: CookieStrategyId | undefined,
  { presented, visitor }: Asking,
  now: Date,
): Promise<CookieWrite[]> {
  const chosen = only ? [strategies[only]] : Object.values(strategies)
  const ids = await Promise.all(chosen.map((strategy) => strategy.sessionIdOf(presented)))
  const owners = await deleteSessions(ids.filter((id) => id !== null))
  for (const userId of new Set(owners)) await noteEvent(userId, 'signed_out', visitor.device, now)
  return [...chosen.flatMap((strategy) => strategy.forget()), ...unfinished(presented)]
}

/** What this person left half-done is not for the next one at this browser. */
const unfinished = ({ cookies }: Presented) =>
  cookies.has(pendingIdentityCookie()) ? [forgetPendingIdentity()] : []
