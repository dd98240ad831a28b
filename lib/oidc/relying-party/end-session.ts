import 'server-only'
import { env } from '@/lib/env'
import type { ProviderDescription } from '../providers'
import { discover } from './discovery'

/** Where a provider sends the browser afterwards: registered there, compared exactly. */
const postLogoutRedirectUri = () => `${env().AUTH_URL}/sign-in`

/**
 * Where to send the browser to end the session at the provider as well.
 * @param idTokenHint the ID token of this session, where it was kept: without it some providers ask who is there
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
