import 'server-only'
import { env } from '@/lib/env'
import type { CookieStrategyId } from '../contract'
import { presentedBy } from '../http/presented'
import { sessionCookie, transientCookies } from '../parts/cookie'

/**
 * The Cookie header that Auth.js gets to see: the cookies of its own instance by their exact names, each at most
 * once, without a junk callback URL. It would join names that only start with the session cookie's as chunks of it.
 */
export function ownCookies(headers: Headers, strategy: CookieStrategyId): string {
  const { cookies } = presentedBy(headers)
  const transient = transientCookies(strategy)
  const own = [sessionCookie(strategy), ...Object.values(transient)]
  const kept = own.flatMap((name) => {
    const value = cookies.get(name)
    return value && (name !== transient.callbackUrl || isOurs(value)) ? [`${name}=${value}`] : []
  })
  return kept.join('; ')
}

/** Auth.js answers 500 to a callback URL that it finds malformed, for as long as the cookie stays. */
function isOurs(cookieValue: string) {
  try {
    return new URL(decodeURIComponent(cookieValue)).origin === env().AUTH_URL
  } catch {
    return false
  }
}
