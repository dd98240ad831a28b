import 'server-only'
import type { CookieWrite } from '../contract'
import { cookieAttributes } from '../parts/cookie'

/** One Set-Cookie value, for the rooms that hold a response of their own. */
export function serialiseCookie({ name, value, maxAgeSeconds, path: below }: CookieWrite): string {
  const { secure, path, sameSite } = cookieAttributes(below)
  const site = sameSite === 'strict' ? 'Strict' : 'Lax'
  return `${name}=${value}; Path=${path}; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=${site}${secure ? '; Secure' : ''}`
}
