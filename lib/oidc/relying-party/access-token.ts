import 'server-only'
import { decodeJwt, decodeProtectedHeader, errors } from 'jose'
import { z } from 'zod'
import { providers, type ProviderDescription } from '../providers'
import { providerTimeout } from './bounded-fetch'
import { claimFault, identifier, numericDate } from './claims'
import { discover, verifyWithKeysOf } from './issuer-documents'
import { tokenRefused, type TokenRefused } from './verify-provider-response'

const toleranceSeconds = 5

const shape = z.object({
  sub: identifier,
  aud: z.string(),
  client_id: identifier,
  exp: numericDate,
  iat: numericDate,
  auth_time: numericDate.optional(),
  scope: z.string(),
  /**
   * the key of the client that it is bound to: such a token is refused, since no proof is checked here (RFC 9449 §7.1)
   */
  cnf: z.never().optional(),
})

/** Who a provider's access token is about, and what it may do. Instants are NumericDates. */
export type ProviderAccessToken = z.infer<typeof shape> & { provider: ProviderDescription }

/** The provider that a JWT names as its issuer. Not verified: only to know whose keys verify it. */
export function providerNamedBy(jwt: string): ProviderDescription | undefined {
  try {
    const { iss } = decodeJwt(jwt)
    return providers().find(({ kind, issuer }) => kind === 'oidc' && issuer === iss)
  } catch {
    return undefined
  }
}

/**
 * Verifies an access token that a trusted provider issued for our API, as a JWT of RFC 9068: signature by the issuer's
 * keys, typ, iss, aud, exp, iat. An ID token is refused: its typ and its audience differ. Does NOT look at the scope, nor
 * say whether the provider has revoked it: nobody but the provider could.
 * @param audience our API, character by character
 * @returns its claims, or why not, for the log
 * @throws ProviderFault when the issuer's keys cannot be had in OIDC_TIMEOUT_MS
 * @see RFC 9068 §4
 */
export async function verifyProviderAccessToken(
  jwt: string,
  audience: string,
  now: Date,
): Promise<({ ok: true } & ProviderAccessToken) | TokenRefused> {
  const provider = providerNamedBy(jwt)
  if (!provider) return tokenRefused('iss is nobody we know')
  const signal = providerTimeout()
  const options = {
    issuer: provider.issuer,
    audience,
    typ: 'at+jwt',
    currentDate: now,
    requiredClaims: ['iss', 'aud', 'sub', 'client_id', 'exp', 'iat'],
    clockTolerance: toleranceSeconds,
  }
  try {
    const metadata = await discover(provider.issuer, signal)
    const { payload } = await verifyWithKeysOf(metadata, jwt, options, { source: 'anybody', signal })
    return checked(payload, provider, now)
  } catch (error) {
    if (error instanceof errors.JOSEError) return tokenRefused(error.code)
    throw error
  }
}

function checked(payload: unknown, provider: ProviderDescription, now: Date) {
  const { data, error } = shape.safeParse(payload)
  if (error) return tokenRefused(claimFault(error))
  if (data.iat * 1000 > now.getTime() + toleranceSeconds * 1000) return tokenRefused('iat is in the future')
  return data.exp * 1000 > now.getTime()
    ? { ok: true as const, ...data, provider }
    : tokenRefused(errors.JWTExpired.code)
}

/** Whether a JWT is of one of our providers and has not the type of an access token: usually it is an ID token. */
export function isOtherTokenOfProvider(jwt: string): boolean {
  return providerNamedBy(jwt) !== undefined && !/^(application\/)?at\+jwt$/i.test(typeOf(jwt))
}

function typeOf(jwt: string): string {
  try {
    return String(decodeProtectedHeader(jwt).typ)
  } catch {
    return ''
  }
}
