import 'server-only'
import type { CookieWrite } from '../../contract'
import { sessionCookie } from '../../parts/cookie'
import { secondsUntil } from '../../parts/lifetimes'

export const cookieName = () => sessionCookie('jwt')

/** StoredIdTokenData by the browser as long as the token inside is good. */
export const cookieFor = (token: string, expiresAt: Date, now: Date): CookieWrite => ({
  name: cookieName(),
  value: token,
  maxAgeSeconds: secondsUntil(expiresAt, now),
})

export const clearCookies = (): CookieWrite[] => [{ name: cookieName(), value: '', maxAgeSeconds: 0 }]
