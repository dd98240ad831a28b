import 'server-only'
import { z } from 'zod'
import { errors } from 'jose'
import type { ProvenIdentity } from '@/lib/accounts'
import { isSpellingOf } from '@/lib/api-schema/email-address'
import * as field from '@/lib/api-schema/fields'
import { redactedJson, span } from '@/lib/trace'
import type { StoredIdTokenData } from '@/lib/auth/contract'
import type { ProviderDescription } from '../providers'
import { boundedFetch, jsonOf } from './bounded-fetch'
import { claimFault, identifier, numericDate, plusSeconds, shortText } from './claims'
import { discover, type ProviderMetadata, verifyWithKeysOf } from './issuer-documents'

/** Who an issuer says has just signed in there. */
export type ProviderIdentity = {
  ok: true
  identity: ProvenIdentity
  /** the session at the issuer, for its sign-out to name */
  issuerSid: string | null
  /** verified; null from a provider that has none */
  idToken: string | null
  /** of the ID token, and of userinfo below it */
  claims: Record<string, unknown>
}

export type ProviderTokens = { id_token?: string | undefined; access_token?: string | undefined }

/**
 * Verifies a provider's answer: the signature and claims of its ID token, and that userinfo is of the same person.
 * @returns who it is, or why not, for the log
 * @throws ProviderFault when the provider does not answer before `signal`
 */
export async function verifyProviderResponse(
  provider: ProviderDescription,
  { id_token: idToken, access_token: accessToken }: ProviderTokens,
  signal: AbortSignal,
  now: Date,
): Promise<ProviderIdentity | TokenRefused> {
  if (!idToken) return tokenRefused('no ID token')
  const metadata = await discover(provider.issuer, signal)
  const verified = await verifyIdToken(
    idToken,
    { provider: metadata, clientId: provider.clientId, signal },
    now,
  )
  if (!verified.ok) return verified
  const { sub, sid = null } = verified.claims
  const userinfo = await fetchUserinfo(metadata, accessToken, sub, signal)
  if (!userinfo.ok) return userinfo
  const claims = merged(verified.claims, userinfo.claims)
  return { ok: true, identity: identityOf(provider, claims), issuerSid: sid, idToken, claims }
}

/**
 * Claims of the ID token win over userinfo. `email` and `email_verified` are taken from the same one of them (Core
 * §5.7).
 */
function merged(idToken: IdTokenClaims, userinfo: Record<string, unknown>) {
  const { email, email_verified } = idToken.email === undefined ? userinfo : idToken
  return { ...userinfo, ...idToken, email, email_verified }
}

const profile = z.object({
  email: field.newEmail.nullable().catch(null).default(null),
  name: field.name.nullable().catch(null).default(null),
})

const isBlank = (claim: unknown) => claim === undefined || claim === null || claim === ''

/**
 * Name and address of the person as far as they can be used; the identity does not depend on them. An address counts as
 * verified only if at most its case and script were changed: a spelling that had to be changed more may be another
 * person's.
 */
export function identityOf(
  { id, issuer }: ProviderDescription,
  { sub, ...claims }: Record<string, unknown> & { sub: string },
): ProvenIdentity {
  const { email, name } = profile.parse(claims)
  const isVouchedFor = claims.email_verified === true || claims.email_verified === 'true'
  return {
    issuer,
    subject: sub,
    provider: id,
    email,
    emailUnusable: email === null && !isBlank(claims.email),
    emailVerified: isVouchedFor && email !== null && isSpellingOf(email, String(claims.email)),
    name,
  }
}

/** Clocks differ by this much at most. Seconds. */
const toleranceSeconds = 30
/** How old an ID token of the code flow may be. Seconds. */
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
/** A provider's answer was refused. `reason`: for the log */
export type TokenRefused = { ok: false; code: 'provider_refused'; reason: string }

/** @param reason for the log alone: no token, and nothing of a person, may be in it */
export const tokenRefused = (reason: string): TokenRefused => ({
  ok: false,
  code: 'provider_refused',
  reason,
})

type Expected = { provider: ProviderMetadata; clientId: string; signal: AbortSignal }

/**
 * Verifies an ID token that came from the token endpoint: signature by the issuer's keys, typ, iss, aud, azp, exp, iat,
 * sub. Does NOT check `nonce`, which Auth.js compares with its cookie before anything of ours runs, nor `auth_time`.
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

export type IdTokenStorage = StoredIdTokenData['as']

/** The claims that a session keeps, the most important first. */
const chosen = ['auth_time', 'email_verified', 'acr', 'email', 'name', 'locale'] as const
/** The limit for all of them as JSON: they are in the cookie of `jwt`, and so in the headers of requests and answers. */
const claimsMaxBytes = 300
const worthKeeping = z.union([shortText, z.number(), z.boolean()])

/** An ID token of more than this does not fit into the cookie of `jwt` (RFC 6265bis §5.6: 4096 bytes with its name). */
const idTokenMax = 1_900

/** @param keep where the token is too long to be kept, claims are */
export function storedIdTokenData(
  idToken: string | null,
  claims: Record<string, unknown>,
  keep: IdTokenStorage,
): StoredIdTokenData {
  if (keep === 'id-token' && idToken !== null && idToken.length <= idTokenMax)
    return { as: 'id-token', idToken }
  const kept: Record<string, string | number | boolean> = {}
  for (const name of chosen) {
    const { data: value } = worthKeeping.safeParse(claims[name])
    if (value === undefined) continue
    const bytes = Buffer.byteLength(JSON.stringify({ ...kept, [name]: value }))
    if (bytes <= claimsMaxBytes) kept[name] = value
  }
  return { as: 'claims', claims: kept }
}

const shape = z.looseObject({ sub: identifier })

/**
 * More claims about the person, fetched with the access token. Refused if they are of another person.
 * @returns no claims where there is no such endpoint
 * @throws ProviderFault
 * @see OpenID Connect Core 1.0 §5.3.2
 */
export async function fetchUserinfo(
  { userinfo_endpoint: url }: ProviderMetadata,
  accessToken: string | undefined,
  subject: string,
  signal: AbortSignal,
): Promise<{ ok: true; claims: Record<string, unknown> } | TokenRefused> {
  if (!url || !accessToken) return { ok: true, claims: {} }
  const headers = { Accept: 'application/json', Authorization: `Bearer ${accessToken}` }
  const parsed = shape.safeParse(await jsonOf(await boundedFetch(url, { headers }, signal), url))
  if (!parsed.success) return tokenRefused(`userinfo: ${claimFault(parsed.error)}`)
  return parsed.data.sub === subject
    ? { ok: true, claims: parsed.data }
    : tokenRefused('userinfo is of another sub')
}
