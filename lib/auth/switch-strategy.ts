import 'server-only'
import { tryRecordEvent } from '@/lib/accounts'
import type { RequestContext } from './request-context'
import type { CookieStrategyId } from './contract'
import { endSessions } from './parts/session-row'
import { chosenStrategy, verifyAs } from './read'
import { renew, type Renewed } from './renew'
import { strategyPreferenceCookie } from './start-session'
import { cookieStrategies } from './strategies'

/**
 * Sets the toggle. A signed-in person stays signed in: the new strategy takes over the session, with the same
 * `authenticatedAt` and absolute end. The old credential is dead.
 */
export async function switchStrategy(to: CookieStrategyId, ctx: RequestContext, now: Date): Promise<Renewed> {
  const from = chosenStrategy(ctx.presented)
  const { state, cookies } = from === to ? await renew(to, ctx, now) : await move(from, to, ctx, now)
  return { state, cookies: [...cookies, strategyPreferenceCookie(to)] }
}

async function move(
  from: CookieStrategyId,
  to: CookieStrategyId,
  ctx: RequestContext,
  now: Date,
): Promise<Renewed> {
  const { presented, visitor } = ctx
  const confirmed = await verifyAs(from, presented, now)
  if ('status' in confirmed) {
    const renewed = await renew(to, ctx, now)
    const cleared = confirmed.because === 'absent' ? [] : cookieStrategies[from].clearCookies()
    return { state: renewed.state, cookies: [...cleared, ...renewed.cookies] }
  }
  const left = await cookieStrategies[to].sessionIdOf(presented, now)
  const adopted = await cookieStrategies[to].takeOver(confirmed, from, now)
  if ('status' in adopted) return { state: adopted, cookies: cookieStrategies[from].clearCookies() }
  if (left) await endSessions([left])
  await tryRecordEvent(confirmed.person.id, 'strategy_switched', visitor.device, now)
  return { state: adopted.state, cookies: [...cookieStrategies[from].clearCookies(), ...adopted.cookies] }
}
