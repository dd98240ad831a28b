import 'server-only'
import { env } from '@/lib/env'
import { providerById } from '@/lib/oidc'
import { audience } from '../parts/access-token'

export const singlePagePath = '/spa'

/** Who signs people in to the single-page client, where it sends them back to, and for which API; null outside the lab. */
export function singlePageProvider() {
  const issuer = providerById('local-public')?.issuer
  if (issuer === undefined) return null
  return { issuer, redirectUri: `${env().AUTH_URL}${singlePagePath}`, resource: audience() }
}
