import 'server-only'
import { tryRecordEvent } from '@/lib/accounts'
import type { RequestContext } from './request-context'
import type { CookieStrategyId, CookieWrite } from './contract'
import { sessionOfToken } from './parts/access-token'
import { endSessions } from './parts/session-row'
import { forgetPendingIdentity } from './pending-identity'
import { cookieStrategies } from './strategies'

/**
 * Ends the sessions that a request presents: its token's, where there is an Authorization header; else those of its
 * cookies, one strategy's or all. The cookies may be cleared only after this returned: a throw means that nothing was
 * ended, and then nothing must be claimed. An access token of the bearer strategy goes on until it expires.
 * @returns the cookies to clear
 */
export async function signOut(
  only: CookieStrategyId | undefined,
  { presented, visitor, now }: RequestContext,
): Promise<CookieWrite[]> {
  const isToken = presented.authorization !== null
  const cookies = isToken ? [] : only ? [cookieStrategies[only]] : Object.values(cookieStrategies)
  const ids = isToken
    ? [await sessionOfToken(presented, now)]
    : await Promise.all(cookies.map((strategy) => strategy.sessionIdOf(presented, now)))
  if (!isToken) await forgetPendingIdentity(presented) // left half-done: not for the next one at this browser
  const owners = await endSessions(ids.filter((id) => id !== null))
  for (const userId of new Set(owners)) await tryRecordEvent(userId, 'signed_out', visitor.device, now)
  return cookies.flatMap((strategy) => strategy.clearCookies())
}
