import 'server-only'
import type { CookieStrategyId } from '../contract'
import { presentedBy } from '../http/presented'
import { sessionCookie, transientCookies } from '../parts/cookie'

/**
 * The Cookie header that Auth.js gets to see: the cookies of its own instance by their exact names, each at most
 * once. It would join names that only start with the session cookie's as chunks of it.
 */
export function ownCookies(headers: Headers, strategy: CookieStrategyId): string {
  const { cookies } = presentedBy(headers)
  const own = [sessionCookie(strategy), ...Object.values(transientCookies(strategy))]
  return own.flatMap((name) => (cookies.get(name) ? [`${name}=${cookies.get(name)}`] : [])).join('; ')
}
