import 'server-only'
import { endSessionUrl, providerById, providerPatienceMs } from '@/lib/oidc'
import type { Confirmed } from '../contract'

/**
 * Where the browser ends its session at the provider that vouched for it.
 * @returns null after a password, and for a provider that has no such place or is not configured any more
 * @throws ProviderFault when the provider does not say
 */
export async function providerExit({ provider, origin }: Confirmed): Promise<string | null> {
  const described = origin && providerById(provider)
  if (!described) return null
  const idToken = origin.kept.as === 'id-token' ? origin.kept.idToken : null
  return endSessionUrl(described, idToken, AbortSignal.timeout(providerPatienceMs))
}
