import 'server-only'
import { env } from '@/lib/env'
import type { CookieWrite, Presented } from '../contract'
import { cookies } from 'next/headers'
import { theme, type Theme } from '@/lib/api-schema/fields'
import { preferenceCookie, themeCookie } from '../parts/cookie'
import { lifetimes } from '../parts/lifetimes'
import { writeCookies } from './answer'

/** A choice of one browser that is no secret and proves nothing. @returns undefined where it made none, or two */
export const preferenceIn = ({ cookies }: Presented, name: string): string | undefined =>
  cookies.get(preferenceCookie(name)) ?? undefined

/** @param value in characters that a cookie may hold. Does NOT check it */
export const preferenceToWrite = (name: string, value: string): CookieWrite => ({
  name: preferenceCookie(name),
  value,
  maxAgeSeconds: lifetimes().preferenceCookieSeconds,
})

/** How this browser wants the pages to look: read by the server, so that the first paint is right. */
export async function readTheme(): Promise<Theme> {
  const parsed = theme.safeParse((await cookies()).get(themeCookie())?.value)
  return parsed.success ? parsed.data : 'system'
}

/** Only in an action or a route handler. */
export const writeTheme = (value: Theme) =>
  writeCookies([{ name: themeCookie(), value, maxAgeSeconds: lifetimes().preferenceCookieSeconds }])

/** What a page may say about how long a session lasts. Seconds. */
export function durations() {
  const { idleSeconds, absoluteSeconds, jwtSeconds, boundCookieSeconds } = lifetimes()
  return { idleSeconds, absoluteSeconds, jwtSeconds, boundCookieSeconds }
}

/** Whether browsers reach this app by https, without which they do some things not at all. */
export const isReachedByHttps = () => env().https
