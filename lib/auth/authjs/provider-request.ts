import 'server-only'
import { providerById, type ProviderDescription } from '@/lib/oidc'
import type { Presented } from '../contract'
import { type Intent, type ProviderFlow, flowOptions } from '../provider-flow'

/** How a provider is asked. For each way there is an instance of Auth.js. */
export type ProviderRequest = {
  provider: ProviderDescription
  /** without PKCE: only where a hook asks for it, of a confidential client; nobody should do it (RFC 9700 §2.1.1) */
  withoutPkce: boolean
  /** the provider must ask for the password again, however recently it did (OIDC Core §3.1.2.1, `max_age`) */
  forceReauthentication: boolean
}

/** @returns null for a provider that is not configured here */
export function providerRequest(
  providerId: string,
  presented: Presented,
  intent: Intent,
): ProviderRequest | null {
  const provider = providerById(providerId)
  if (!provider) return null
  const withoutPkce = flowOptions.get()(presented).pkce === 'without' && provider.clientSecret !== null
  return { provider, withoutPkce, forceReauthentication: intent === 'again' }
}

/** As it was asked, for its answer. */
export const providerRequestOf = (
  provider: ProviderDescription,
  { plain: withoutPkce, intent }: ProviderFlow,
): ProviderRequest => ({
  provider,
  withoutPkce,
  forceReauthentication: intent === 'again',
})

/**
 * Where a person reads why a flow came to nothing: on the sign-in page, which then leads on to where they were going; or
 * on the account page, which it was begun from.
 */
export function refusalPage(
  { intent, callbackUrl }: Pick<ProviderFlow, 'intent' | 'callbackUrl'>,
  code: string,
) {
  if (code === 'connect_signed_out') return signInPage({ error: code, callbackUrl: '/account' })
  if (intent !== 'sign-in') return `/account?${new URLSearchParams({ error: code }).toString()}`
  return signInPage({ error: code, callbackUrl })
}

export const signInPage = (query: Record<string, string>) =>
  `/sign-in?${new URLSearchParams(query).toString()}`
