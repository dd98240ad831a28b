import 'server-only'
import { tryRecordEvent } from '@/lib/accounts'
import { type RequestContext, withStrategy } from './request-context'
import type { CookieStrategyId } from './contract'
import { endSessions } from './parts/session-row'
import { verifySession } from './read'
import { renew, type Renewed } from './renew'
import { strategyPreferenceCookie } from './start-session'
import { cookieStrategies } from './strategies'

/**
 * Sets the toggle. A signed-in person stays signed in: the new strategy takes over the session, with the same
 * `authenticatedAt` and absolute end. The old credential is dead.
 */
export async function switchStrategy(to: CookieStrategyId, ctx: RequestContext): Promise<Renewed> {
  const { state, cookies } = ctx.strategy === to ? await renew(ctx) : await move(to, ctx)
  return { state, cookies: [...cookies, strategyPreferenceCookie(to)] }
}

async function move(to: CookieStrategyId, ctx: RequestContext): Promise<Renewed> {
  const { presented, visitor, now, strategy: from } = ctx
  const verified = await verifySession(ctx)
  if (!verified.ok) {
    const renewed = await renew(withStrategy(ctx, to))
    const cleared = verified.state.because === 'absent' ? [] : cookieStrategies[from].clearCookies()
    return { state: renewed.state, cookies: [...cleared, ...renewed.cookies] }
  }
  const left = await cookieStrategies[to].sessionIdOf(presented, now)
  const taken = await cookieStrategies[to].takeOver(verified.session, from, now)
  if (!taken.ok) return { state: taken.state, cookies: cookieStrategies[from].clearCookies() }
  if (left) await endSessions([left])
  await tryRecordEvent(verified.session.person.id, 'strategy_switched', visitor.device, now)
  return { state: taken.state, cookies: [...cookieStrategies[from].clearCookies(), ...taken.cookies] }
}
