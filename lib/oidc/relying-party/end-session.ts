import 'server-only'
import { env } from '@/lib/env'
import type { ProviderDescription } from '../providers'
import { discover } from './discovery'
import { ProviderFault, boundedFetch, placeOf } from './bounded-fetch'
import { z } from 'zod'
import { logEvent } from '@/lib/log'

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

/** A page waits for it: what is not kept must come soon. Milliseconds. */
const offerTimeoutMs = 1_000
/** How long a provider that did not say is not asked again for a page. Milliseconds. */
const silenceMs = 60_000
const silentUntil = new Map<string, number>()

/**
 * Is there a place at this provider to sign out at? Where it does not say, there is none to offer.
 * @param now in whose minute it may have been silent
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

/** The characters that an error code may have (RFC 6749 §5.2); GitHub answers it with status 200. */
const tokenError = z.looseObject({ error: z.string().regex(/^[\x20\x21\x23-\x5b\x5d-\x7e]{1,100}$/) })

/**
 * What Auth.js asks of a provider, as `boundedFetch` does it. Why a token endpoint refused is logged here, its error code
 * alone: Auth.js tells that it did, and not why.
 * @throws ProviderFault
 */
export async function askProvider(url: string, init: RequestInit, signal: AbortSignal): Promise<Response> {
  const response = await boundedFetch(url, init, signal)
  if (init.method === 'POST') await logTokenError(url, response.clone())
  return response
}

async function logTokenError(url: string, response: Response) {
  const { data } = tokenError.safeParse(await response.json().catch(() => null))
  if (!data && response.ok) return
  const reason = `${placeOf(url)}: status ${response.status}, error ${data?.error ?? 'not given'}`
  logEvent('oidc.token_refused', { reason, result: 'refused' })
}
