import 'server-only'
import { env } from '@/lib/env'

/**
 * Names and attributes of every cookie of the app. No name is a prefix of another: Auth.js joins cookies whose
 * name starts with the session cookie's as chunks of it.
 * @see RFC 6265bis §4.1.3.2 for `__Host-`
 */
const named = (name: string) => (env().https ? `__Host-${name}` : name)

export const sessionCookie = (strategy: string) => named(`session.${strategy}`)
export const strategyCookie = () => named('strategy')
export const deviceCookie = () => named('device')
export const themeCookie = () => named('theme')

/** The transient cookies of one Auth.js instance. */
export const transientCookies = (strategy: string) => ({
  callbackUrl: named(`callback-url.${strategy}`),
  csrfToken: named(`csrf.${strategy}`),
  pkceCodeVerifier: named(`pkce.${strategy}`),
  state: named(`state.${strategy}`),
  nonce: named(`nonce.${strategy}`),
})

export const cookieAttributes = () => ({
  httpOnly: true,
  secure: env().https,
  sameSite: 'lax' as const,
  path: '/',
})
