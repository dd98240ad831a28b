import 'server-only'
import { recordEvent } from '@/lib/accounts'
import type { Asking } from './asking'
import type { CookieStrategyId, CookieWrite } from './contract'
import { deleteSession } from './parts/session-row'
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
  const ended = only ? [strategies[only]] : Object.values(strategies)
  for (const strategy of ended) {
    const sessionId = await strategy.sessionIdOf(presented)
    const userId = sessionId && (await deleteSession(sessionId))
    if (userId) await recordEvent(userId, 'signed_out', visitor.device, now)
  }
  return ended.flatMap((strategy) => strategy.forget())
}
