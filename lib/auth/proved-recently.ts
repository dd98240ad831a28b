import 'server-only'
import { decodeJwt } from 'jose'
import type { Session, UpstreamSession } from './contract'

/** How long ago a person may have proved who they are, for what changes the ways to sign in (ASVS 7.5.1). Seconds. */
export const recentSeconds = 5 * 60
/** The provider's clock and ours. Seconds. */
const toleranceSeconds = 30

/**
 * Has the person of this session just proved who they are? A provider that only recognised its own session has not
 * asked anybody: then its `auth_time` is old, or missing, and a new sign-in with `max_age=0` is needed.
 */
export function provedRecently({ authenticatedAt, upstream }: Session, now: Date): boolean {
  const isRecent = (unixSeconds: number, tolerance = 0) =>
    now.getTime() / 1000 - unixSeconds <= recentSeconds + tolerance
  if (!isRecent(authenticatedAt.getTime() / 1000)) return false
  if (!upstream) return true
  const authTime = claimsOf(upstream).auth_time
  return typeof authTime === 'number' && isRecent(authTime, toleranceSeconds)
}

/** What the issuer said, whichever way it is kept: its ID token was verified before it was. */
export const claimsOf = ({ idTokenData }: UpstreamSession): Record<string, unknown> =>
  idTokenData.as === 'claims' ? idTokenData.claims : decodeJwt(idTokenData.idToken)
