import 'server-only'
import { z } from 'zod'
import type { ProvenIdentity } from '@/lib/accounts'
import { isSpellingOf } from '@/lib/api-schema/email-address'
import * as field from '@/lib/api-schema/fields'
import type { ProviderDescription } from '../providers'
import { discover } from './discovery'
import { tokenRefused, verifyIdToken, type IdTokenClaims, type TokenRefused } from './id-token'
import { fetchUserinfo } from './userinfo'

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
 * Believes what a provider's tokens say, or not: the ID token's signature and claims, and userinfo for the same person.
 * @returns why not, for the log
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

/** The ID token over userinfo; but an address and the word that it is verified are of one place (Core §5.7). */
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
 * The issuer's words for people, as far as they can be used; who it is does not depend on them. An address is verified
 * only as the issuer spelled it: where more had to be changed than case and script, it may be somebody else's.
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
