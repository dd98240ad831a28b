import 'server-only'
import type { CookieWrite, Presented } from '../contract'
import { preferenceCookie } from '../parts/cookie'
import { lifetimes } from '../parts/lifetimes'

/** A choice of one browser that is no secret and proves nothing. @returns undefined where it made none, or two */
export const preferenceIn = ({ cookies }: Presented, name: string): string | undefined =>
  cookies.get(preferenceCookie(name)) ?? undefined

/** @param value in characters that a cookie may hold. Does NOT check it */
export const preferenceToWrite = (name: string, value: string): CookieWrite => ({
  name: preferenceCookie(name),
  value,
  maxAgeSeconds: lifetimes().preferenceCookieSeconds,
})
