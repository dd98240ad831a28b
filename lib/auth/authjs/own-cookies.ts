import 'server-only'
import { env } from '@/lib/env'
import type { CookieStrategyId, Presented } from '../contract'
import { sessionCookie, transientCookies } from '../parts/cookie'
import type { Flow } from './flow'

/**
 * The Cookie header that Auth.js gets to see: the cookies of its own instance by their exact names, each at most
 * once, without a junk callback URL. It would join names that only start with the session cookie's as chunks of it.
 * In a flow with a provider it sees no session: it would connect the new identity to whoever is signed in.
 */
export function ownCookies({ cookies }: Presented, strategy: CookieStrategyId, flow: Flow | null): string {
  const transient = transientCookies(strategy, flow?.provider.id ?? 'none')
  const own = [...(flow ? [] : [sessionCookie(strategy)]), ...Object.values(transient)]
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
