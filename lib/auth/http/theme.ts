import 'server-only'
import { cookies } from 'next/headers'
import { theme, type Theme } from '@/lib/api-schema/theme'
import { themeCookie } from '../parts/cookie'
import { lifetimes } from '../parts/lifetimes'
import { writeCookies } from './answer'

/** How this browser wants the pages to look: read by the server, so that the first paint is right. */
export async function readTheme(): Promise<Theme> {
  const parsed = theme.safeParse((await cookies()).get(themeCookie())?.value)
  return parsed.success ? parsed.data : 'system'
}

/** Only in an action or a route handler. */
export const writeTheme = (value: Theme) =>
  writeCookies([{ name: themeCookie(), value, maxAgeSeconds: lifetimes().preferenceCookieSeconds }])
