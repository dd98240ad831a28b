import 'server-only'
import { env } from '@/lib/env'
import type { ProviderDescription } from '../providers'
import { discover } from './issuer-documents'
import { ProviderFault } from './bounded-fetch'

/** Where a provider sends the browser afterwards: registered there, compared exactly. */
const postLogoutRedirectUri = () => `${env().AUTH_URL}/sign-in`

/**
 * Where to send the browser to end the session at the provider as well.
 * @param idTokenHint the ID token of this session, where it was kept: without it some providers ask the person
 * @returns null for a provider without such an endpoint
 * @throws ProviderFault
 * @see OpenID Connect RP-Initiated Logout 1.0 §2
 */
export async function endSessionUrl(
  { kind, issuer, clientId }: ProviderDescription,
  idTokenHint: string | null,
  signal: AbortSignal,
): Promise<string | null> {
  if (kind !== 'oidc') return null
  const { end_session_endpoint } = await discover(issuer, signal)
  if (!end_session_endpoint) return null
  const url = new URL(end_session_endpoint)
  url.searchParams.set('client_id', clientId)
  url.searchParams.set('post_logout_redirect_uri', postLogoutRedirectUri())
  if (idTokenHint) url.searchParams.set('id_token_hint', idTokenHint)
  return url.href
}

/** How long a page waits for metadata that is not in memory. Milliseconds. */
const offerTimeoutMs = 1_000
/** How long a page does not ask again a provider that did not answer. Milliseconds. */
const silenceMs = 60_000
const silentUntil = new Map<string, number>()

/**
 * Whether this provider has an endpoint for signing out. False if its metadata cannot be read.
 * @param now a provider that did not answer within the minute before is not asked again
 */
export async function canSignOutAt(provider: ProviderDescription, now: Date): Promise<boolean> {
  if ((silentUntil.get(provider.issuer) ?? 0) > now.getTime()) return false
  try {
    return (await endSessionUrl(provider, null, AbortSignal.timeout(offerTimeoutMs))) !== null
  } catch (error) {
    if (!(error instanceof ProviderFault)) throw error
    silentUntil.set(provider.issuer, now.getTime() + silenceMs)
    return false
  }
}
