import 'server-only'
import { env } from '@/lib/env'
import type { NotSignedIn, Presented } from '../contract'
import { notSignedIn } from './auth-state'

/**
 * Names and attributes of every cookie of the app. No name is a prefix of another: Auth.js joins cookies whose
 * name starts with the session cookie's as chunks of it.
 * @see RFC 6265bis §4.1.3.2 for `__Host-`
 */
const named = (name: string) => (env().https ? `__Host-${name}` : name)

/** The session of one strategy: each has a cookie of its own, so that one browser can hold several. */
export const sessionCookie = (strategy: string) => named(`session.${strategy}`)
/** The strategy of the next sign-in, by its id. No secret. */
export const strategyCookie = () => named('strategy')
/** Marks of accounts that signed in with this browser, see `deviceCookieFor` in lib/accounts. */
export const deviceCookie = () => named('device')
/** How the pages look. No secret. */
export const themeCookie = () => named('theme')
/** Which browser a form came from: 128 random bits that say nothing else. */
export const browserCookie = () => named('browser')

/** Names this browser among the flows with providers: one for all that it begins. */
export const flowBrowserCookie = () => named('flow-browser')
/** A choice of this browser that is no secret. @param name unlike the beginning of any other here */
export const preferenceCookie = (name: string) => named(name)

/**
 * The transient cookies of one Auth.js instance. Only `csrfToken` goes to browsers: the others are kept with the flow
 * that they belong to. Those of an authorization request are of one provider: its answer is good at its own callback
 * only (RFC 9700 §4.4, mix-up).
 */
export const transientCookies = (strategy: string, provider: string) => ({
  callbackUrl: named(`callback-url.${strategy}`),
  csrfToken: named(`csrf.${strategy}`),
  pkceCodeVerifier: named(`pkce.${strategy}.${provider}`),
  state: named(`state.${strategy}.${provider}`),
  nonce: named(`nonce.${strategy}.${provider}`),
})

/** The refresh token of a page's scripts. `__Host-` would demand Path=/, and be sent with every request. */
export const refreshCookie = () => (env().https ? '__Secure-refresh' : 'refresh')
export const refreshCookiePath = '/api/token/browser'

/** @param path absent: every path, SameSite=Lax; given: what is below it alone, SameSite=Strict */
export const cookieAttributes = (path?: string) => ({
  httpOnly: true,
  secure: env().https,
  sameSite: path ? ('strict' as const) : ('lax' as const),
  path: path ?? '/',
})

/** The one value of a cookie, or why there is none. Two of a name is an attack or a bug: neither is believed. */
export function presentedCookie(
  { cookies }: Presented,
  name: string,
): { ok: true; value: string } | NotSignedIn {
  const value = cookies.get(name)
  if (value === undefined || value === '') return notSignedIn('absent')
  return value === null ? notSignedIn('malformed') : { ok: true, value }
}
