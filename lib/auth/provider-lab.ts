import 'server-only'
import { env } from '@/lib/env'
import type { IdTokenStorage } from '@/lib/oidc'
import type { CookieWrite, Presented } from './contract'
import { providerLabCookie } from './parts/cookie'
import { lifetimes } from './parts/lifetimes'

/** How a provider is asked, and what a session keeps of its answer. */
export type ProviderLab = { pkce: 'with' | 'without'; keep: IdTokenStorage }

/** What a visitor of the lab chose for this browser; elsewhere, and before that, the app's own settings. */
export function providerLab({ cookies }: Presented): ProviderLab {
  const { LAB, OIDC_KEEP } = env()
  const chosen = LAB ? cookies.get(providerLabCookie())?.split('.') : undefined
  if (!chosen) return { pkce: 'with', keep: OIDC_KEEP }
  return {
    pkce: chosen.includes('without') ? 'without' : 'with',
    keep: chosen.includes('id-token') ? 'id-token' : 'claims',
  }
}

export const keepProviderLab = ({ pkce, keep }: ProviderLab): CookieWrite => ({
  name: providerLabCookie(),
  value: `${pkce}.${keep}`,
  maxAgeSeconds: lifetimes().preferenceCookieSeconds,
})
