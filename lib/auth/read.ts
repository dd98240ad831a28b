import 'server-only'
import { env } from '@/lib/env'
import { logFailure } from '@/lib/log'
import type { Anonymous, Confirmed, CookieStrategyId, Presented, Reading, Unavailable } from './contract'
import { strategyCookie } from './parts/cookie'
import { strategies } from './strategies'
import { anonymous } from './parts/state'

const isCookieStrategy = (id: unknown): id is CookieStrategyId => id === 'database' || id === 'jwt'

/** What the toggle says, or the default of the app. */
export function chosenStrategy({ cookies }: Presented): CookieStrategyId {
  const chosen = cookies.get(strategyCookie())
  return isCookieStrategy(chosen) ? chosen : env().AUTH_STRATEGY
}

/**
 * Who is asking, by the credential of one strategy. An Authorization header alone decides where there is one:
 * it never falls back to a cookie. Writes nothing, never throws: an outage is `unavailable`.
 */
export function readAs(
  strategy: CookieStrategyId,
  presented: Presented,
  now: Date,
): Promise<Reading | Unavailable> {
  if (presented.authorization !== null) return Promise.resolve(anonymous('malformed'))
  return orUnavailable(strategies[strategy].read(presented, now))
}

/** As `readAs`, and compared with what the server keeps: for whatever changes something. */
export function confirmAs(
  strategy: CookieStrategyId,
  presented: Presented,
  now: Date,
): Promise<Confirmed | Anonymous> {
  if (presented.authorization !== null) return Promise.resolve(anonymous('malformed'))
  return strategies[strategy].confirm(presented, now)
}

async function orUnavailable(reading: Promise<Reading>): Promise<Reading | Unavailable> {
  try {
    return await reading
  } catch (error) {
    logFailure('auth.read', error)
    return { status: 'unavailable' }
  }
}
