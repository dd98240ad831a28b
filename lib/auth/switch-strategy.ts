import 'server-only'
import { recordEvent } from '@/lib/accounts'
import type { Asking } from './asking'
import type { CookieStrategyId } from './contract'
import { chosenStrategy, confirmAs } from './read'
import { renew, type Renewed } from './renew'
import { toggle } from './sign-in'
import { strategies } from './strategies'

/**
 * Sets the toggle. A signed-in person stays signed in: a session of the new strategy with the same
 * `authenticatedAt` and absolute end takes the place of the old one, in one transaction.
 */
export async function switchStrategy(to: CookieStrategyId, asking: Asking, now: Date): Promise<Renewed> {
  const from = chosenStrategy(asking.presented)
  const { state, cookies } = from === to ? await renew(to, asking, now) : await move(from, to, asking, now)
  return { state, cookies: [...cookies, toggle(to)] }
}

async function move(
  from: CookieStrategyId,
  to: CookieStrategyId,
  asking: Asking,
  now: Date,
): Promise<Renewed> {
  const { presented, visitor } = asking
  const confirmed = await confirmAs(from, presented, now)
  if ('status' in confirmed) {
    const renewed = await renew(to, asking, now)
    const cleared = confirmed.because === 'absent' ? [] : strategies[from].forget()
    return { state: renewed.state, cookies: [...cleared, ...renewed.cookies] }
  }
  const { sessionId, ...session } = confirmed
  const left = await strategies[to].sessionIdOf(presented)
  const replaces = left ? [sessionId, left] : [sessionId]
  const issued = await strategies[to].issue({ ...session, device: visitor.device, replaces }, now)
  await recordEvent(session.person.id, 'strategy_switched', visitor.device, now)
  return { state: issued.state, cookies: [...strategies[from].forget(), ...issued.cookies] }
}
