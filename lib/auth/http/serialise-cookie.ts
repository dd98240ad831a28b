import 'server-only'
import type { CookieWrite } from '../contract'
import { cookieAttributes } from '../parts/cookie'

/** One Set-Cookie value, for the rooms that hold a response of their own. */
export function serialiseCookie({ name, value, maxAgeSeconds }: CookieWrite): string {
  const { secure, path } = cookieAttributes()
  return `${name}=${value}; Path=${path}; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
}
