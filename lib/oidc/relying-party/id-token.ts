import 'server-only'
import { errors } from 'jose'
import { z } from 'zod'
import { redactedJson, span } from '@/lib/trace'
import { claimFault, identifier, numericDate, plusSeconds } from './claims'
import type { ProviderMetadata } from './discovery'
import { verifyWithKeysOf } from './keys'

/** Clocks differ by this much at most. Seconds. */
const toleranceSeconds = 30
/** An ID token of the code flow was made a moment ago. Seconds. */
const oldestSeconds = 10 * 60

const claims = z.looseObject({
  iss: z.string(),
  sub: identifier,
  aud: z.union([z.string(), z.array(z.string())]),
  azp: z.string().optional(),
  exp: numericDate,
  iat: numericDate,
  nonce: z.string().optional(),
  sid: identifier.optional(),
  auth_time: numericDate.optional(),
})

export type IdTokenClaims = z.infer<typeof claims>
/** What a provider said is not believed. `reason`: for the log */
export type TokenRefused = { ok: false; code: 'provider_refused'; reason: string }

export const tokenRefused = (reason: string): TokenRefused => ({
  ok: false,
  code: 'provider_refused',
  reason,
})

type Expected = { provider: ProviderMetadata; clientId: string; signal: AbortSignal }

/**
 * Verifies an ID token that came from the token endpoint: signature by the issuer's keys, typ, iss, aud, azp, exp, iat, sub.
 * Does NOT check `nonce`, which Auth.js compares with its cookie before anything of ours runs, nor `auth_time`.
 * @returns the claims, or why not, for the log
 * @throws ProviderFault when the issuer's keys cannot be had
 * @see OpenID Connect Core 1.0 §3.1.3.7
 */
export const verifyIdToken = (jwt: string, expected: Expected, now: Date) =>
  span('id_token.verify', async (tell) => {
    const result = await verified(jwt, expected, now)
    if (result.ok) tell(() => ({ 'token.claims': redactedJson(result.claims) }))
    return result
  })

async function verified(
  jwt: string,
  { provider, clientId, signal }: Expected,
  now: Date,
): Promise<{ ok: true; claims: IdTokenClaims } | TokenRefused> {
  try {
    const { payload, protectedHeader } = await verifyWithKeysOf(
      provider,
      jwt,
      {
        issuer: provider.issuer,
        audience: clientId,
        currentDate: now,
        requiredClaims: ['iss', 'sub', 'aud', 'exp', 'iat'],
        clockTolerance: toleranceSeconds,
      },
      { source: 'provider', signal },
    )
    if (isOfAnotherType(protectedHeader.typ)) return tokenRefused('typ is of another kind of token')
    const parsed = claims.safeParse(payload)
    return parsed.success ? checked(parsed.data, clientId, now) : tokenRefused(claimFault(parsed.error))
  } catch (error) {
    if (error instanceof errors.JOSEError) return tokenRefused(error.code)
    throw error
  }
}

/** The same keys sign logout tokens and access tokens, which say what they are (RFC 8725 §3.11, RFC 9068 §2.1). */
const isOfAnotherType = (typ: string | undefined) => typ !== undefined && !/^(application\/)?jwt$/i.test(typ)

function checked(
  payload: IdTokenClaims,
  clientId: string,
  now: Date,
): { ok: true; claims: IdTokenClaims } | TokenRefused {
  const { aud, azp, iat } = payload
  if (Array.isArray(aud) && aud.length > 1 && azp === undefined) return tokenRefused('azp is missing')
  if (azp !== undefined && azp !== clientId) return tokenRefused('azp is another client')
  if (iat > plusSeconds(now, toleranceSeconds)) return tokenRefused('iat is in the future')
  if (iat < plusSeconds(now, -oldestSeconds)) return tokenRefused('iat is too long ago')
  return { ok: true, claims: payload }
}
