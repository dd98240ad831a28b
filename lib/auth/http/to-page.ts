import 'server-only'
import { env } from '@/lib/env'
import type { CookieWrite } from '../contract'
import { serialiseCookie } from './serialise-cookie'

export function withCookies(response: Response, cookies: CookieWrite[]): Response {
  const headers = new Headers(response.headers)
  for (const cookie of cookies) headers.append('Set-Cookie', serialiseCookie(cookie))
  return new Response(response.body, { status: response.status, headers })
}

/** @param path of this app */
export function toPage(path: string, cookies: CookieWrite[] = [], status: 302 | 303 = 303): Response {
  const headers = { Location: env().AUTH_URL + path, 'Cache-Control': 'no-store' }
  return withCookies(new Response(null, { status, headers }), cookies)
}
