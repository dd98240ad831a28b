import 'server-only'
import { decodeJwt, errors } from 'jose'
import { z } from 'zod'
import { providers } from '../providers'
import { claimFault, identifier, numericDate, plusSeconds } from './claims'
import { discover, verifyWithKeysOf } from './issuer-documents'
import { tokenRefused, type TokenRefused } from './verify-provider-response'

const event = 'http://schemas.openid.net/event/backchannel-logout'
const toleranceSeconds = 30
/** How old a logout token may be. Seconds. */
const oldestSeconds = 10 * 60

const shape = z
  .object({
    iat: numericDate,
    exp: numericDate,
    jti: identifier,
    sub: identifier.optional(),
    sid: identifier.optional(),
    events: z.looseObject({ [event]: z.looseObject({}) }),
    nonce: z.never().optional(),
  })
  .refine(({ sub, sid }) => sub !== undefined || sid !== undefined, {
    path: ['sub'],
    message: 'is missing, and so is sid',
  })

/** Whose sessions are to end: that of `issuerSid` if it is named, else all of `subject`. */
export type LoggedOut = {
  ok: true
  issuer: string
  subject: string | null
  issuerSid: string | null
  jti: string
  expiresAt: Date
}

/**
 * Verifies a logout token of one of our providers. Does NOT check that its `jti` is new.
 * @returns whose sessions are over, or why it is not believed
 * @throws ProviderFault when the issuer's keys cannot be had
 * @see OpenID Connect Back-Channel Logout 1.0 §2.4, §2.6
 */
export async function verifyLogoutToken(
  jwt: string,
  signal: AbortSignal,
  now: Date,
): Promise<LoggedOut | TokenRefused> {
  try {
    const { iss: issuer } = decodeJwt(jwt)
    const clients = providers().filter((provider) => provider.kind === 'oidc' && provider.issuer === issuer)
    if (issuer === undefined || clients.length === 0) return tokenRefused('iss is nobody we know')
    const options = {
      issuer,
      audience: clients.map(({ clientId }) => clientId),
      typ: 'logout+jwt',
      currentDate: now,
      requiredClaims: ['iss', 'aud', 'iat', 'exp', 'jti', 'events'],
      clockTolerance: toleranceSeconds,
    }
    const metadata = await discover(issuer, signal)
    const { payload } = await verifyWithKeysOf(metadata, jwt, options, { source: 'anybody', signal })
    return loggedOut(issuer, payload, now)
  } catch (error) {
    if (error instanceof errors.JOSEError) return tokenRefused(error.code)
    throw error
  }
}

function loggedOut(issuer: string, payload: unknown, now: Date): LoggedOut | TokenRefused {
  const { data, error } = shape.safeParse(payload)
  if (error) return tokenRefused(claimFault(error))
  const { sub = null, sid = null, jti, exp, iat } = data
  if (iat > plusSeconds(now, toleranceSeconds) || iat < plusSeconds(now, -oldestSeconds))
    return tokenRefused('iat is not now')
  const refusedFrom = Math.min(exp, iat + oldestSeconds) // from then on it is refused anyway, and need not be remembered
  const expiresAt = new Date((refusedFrom + toleranceSeconds) * 1000)
  return { ok: true, issuer, subject: sub, issuerSid: sid, jti, expiresAt }
}
