import 'server-only'
import { noteEvent } from '@/lib/accounts'
import type { Asking } from './asking'
import type { CookieStrategyId } from './contract'
import { deleteSessions } from './parts/session-row'
import { chosenStrategy, confirmAs } from './read'
import { renew, type Renewed } from './renew'
import { toggle } from './sign-in'
import { cookieStrategies } from './strategies'

/**
 * Sets the toggle. A signed-in person stays signed in: the new strategy takes over the session, with the same
 * `authenticatedAt` and absolute end. The old credential is dead.
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
    const cleared = confirmed.because === 'absent' ? [] : cookieStrategies[from].forget()
    return { state: renewed.state, cookies: [...cleared, ...renewed.cookies] }
  }
  const left = await cookieStrategies[to].sessionIdOf(presented, now)
  const adopted = await cookieStrategies[to].adopt(confirmed, from, now)
  if ('status' in adopted) return { state: adopted, cookies: cookieStrategies[from].forget() }
  if (left) await deleteSessions([left])
  await noteEvent(confirmed.person.id, 'strategy_switched', visitor.device, now)
  return { state: adopted.state, cookies: [...cookieStrategies[from].forget(), ...adopted.cookies] }
}
