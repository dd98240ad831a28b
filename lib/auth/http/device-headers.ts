import 'server-only'
import type { IncomingHttpHeaders } from 'node:http'
import { logEvent } from '@/lib/log'

/** Headers of Device Bound Session Credentials. @see https://www.w3.org/TR/dbsc/ */

/** The text of a header, which may be a string of RFC 8941 §3.3.3, in quotation marks, with parameters after it; null where
 * there is none. */
export const structuredString = (value: string | null): string | null =>
  value === null ? null : (/^"([^"]*)"(?:;.*)?$/.exec(value)?.[1] ?? value)

/** What the browser is to sign for the next cookie of a session. */
export const challengeHeader = (sessionId: string, challenge: string | undefined): Record<string, string> =>
  challenge === undefined ? {} : { 'Secure-Session-Challenge': `"${challenge}";id="${sessionId}"` }

const skipped = /^(unreachable|server_error|quota_exceeded)\b/

/** A browser sent a request without having renewed its cookie, and says why: it is logged, nothing is decided by it. */
export function noteSkippedRefresh(headers: IncomingHttpHeaders) {
  const value = headers['secure-session-skipped']
  if (value === undefined) return
  const [, reason = 'unknown'] = skipped.exec(String(value)) ?? []
  logEvent('dbsc.skipped', { reason, result: 'noted' })
}
