import 'server-only'
import { cookies } from 'next/headers'
import type { CookieWrite } from '../contract'
import { cookieAttributes } from '../parts/cookie'

/** Applies what was issued. Only where Next can still send headers: a route handler or an action. */
export async function writeCookies(writes: CookieWrite[]) {
  const jar = await cookies()
  for (const { name, value, maxAgeSeconds, path } of writes)
    jar.set(name, value, { ...cookieAttributes(path), maxAge: maxAgeSeconds })
}
