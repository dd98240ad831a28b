import 'server-only'
import { defaultPath } from '@/lib/api-schema/callback-path'
import type { CookieWrite } from '../contract'
import { serialiseCookie } from './serialise-cookie'

/** What a head may carry besides the headers of every response, so that all of it stays under 3,000 bytes. */
const roomBytes = 2_200
/** More than the cookies of any sign-in, but with an ID token in one of them (`OIDC_KEEP`): that exception has no limit. */
const cookiesMaxBytes = 2_000

/**
 * Where to go after an answer that also writes cookies. The longest path and the largest cookies do not fit into one
 * head together: then it is the page where a person goes when nothing better is known.
 */
export function fitting(path: string, cookies: CookieWrite[]): string {
  const lines = cookies.map((cookie) => `Set-Cookie: ${serialiseCookie(cookie)}\r\n`).join('')
  const bytes = Buffer.byteLength(lines)
  return bytes > cookiesMaxBytes || bytes + Buffer.byteLength(path) <= roomBytes ? path : defaultPath
}
