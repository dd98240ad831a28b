import { parseSetCookie, stringifySetCookie, type SetCookie } from 'cookie'

const asItIs = (value: string) => value

/**
 * One `Set-Cookie` line in its parts. The value is NOT decoded: what was sent is what is sent back and compared.
 * Does NOT check whether a browser would take the cookie.
 * @see RFC 6265 §5.2
 */
export const readSetCookie = (line: string): SetCookie => parseSetCookie(line, { decode: asItIs })

/**
 * A `Set-Cookie` line. The value is written as it is.
 * @throws TypeError for a name, value or attribute that would break out of its place
 */
export const writeSetCookie = (cookie: SetCookie): string => stringifySetCookie(cookie, { encode: asItIs })

/** Whether a browser removes the cookie at `now`: Max-Age wins over Expires (RFC 6265 §5.3). */
export function isRemoval({ maxAge, expires }: SetCookie, now: Date): boolean {
  if (maxAge !== undefined) return maxAge <= 0
  return expires !== undefined && expires <= now
}
