import 'server-only'
import type { CookieWrite } from '../../contract'
import { sessionCookie } from '../../parts/cookie'
import { secondsUntil } from '../../parts/lifetimes'

export const cookieName = () => sessionCookie('database')

/** StoredIdTokenData by the browser until the absolute end: the row alone knows the idle one. */
export const cookieFor = (token: string, absoluteExpiresAt: Date, now: Date): CookieWrite => ({
  name: cookieName(),
  value: token,
  maxAgeSeconds: secondsUntil(absoluteExpiresAt, now),
})

export const clearCookies = (): CookieWrite[] => [{ name: cookieName(), value: '', maxAgeSeconds: 0 }]
