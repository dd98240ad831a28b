import 'server-only'
import { env } from '@/lib/env'
import type { CookieStrategyId, Presented } from '../contract'
import { sessionCookie, transientCookies } from '../parts/cookie'
import type { ProviderFlow } from '../provider-flow'
import type { ProviderRequest } from './provider-request'

/**
 * The Cookie header that Auth.js gets to see: the cookies of its own instance by their exact names, each at most once.
 * It would join names that only start with the session cookie's as chunks of it.
 * In a flow with a provider it sees no session: it would connect the new identity to whoever is signed in.
 */
export function ownCookies(
  { cookies }: Presented,
  strategy: CookieStrategyId,
  flow: ProviderRequest | null,
): string {
  const { csrfToken } = transientCookies(strategy, 'none')
  const own = flow ? [csrfToken] : [csrfToken, sessionCookie(strategy)]
  return own.flatMap((name) => (cookies.get(name) ? [`${name}=${cookies.get(name)}`] : [])).join('; ')
}

/** For the answer of a provider: what Auth.js wanted kept when the flow began. */
export function cookiesOfFlow({ strategy, provider, callbackUrl, checks }: ProviderFlow): string {
  const { callbackUrl: name } = transientCookies(strategy, provider)
  return `${checks}; ${name}=${encodeURIComponent(env().AUTH_URL + callbackUrl)}`
}

const checked = ['state', 'pkceCodeVerifier', 'nonce'] as const

/** What Auth.js wants kept until the answer comes. @param issued its cookies, by name */
export function checksIn(issued: ReadonlyMap<string, string>, strategy: CookieStrategyId, provider: string) {
  const names = transientCookies(strategy, provider)
  return checked
    .map((check) => names[check])
    .flatMap((name) => (issued.has(name) ? [`${name}=${issued.get(name)}`] : []))
    .join('; ')
}
