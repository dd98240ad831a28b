import 'server-only'
import { env } from '@/lib/env'
import type { ProviderDescription } from '@/lib/oidc'

/** The app's two clients at the local provider: one that has a secret, and one that proves itself by PKCE alone. */
export function localProviders(): ProviderDescription[] {
  const { OIDC_PORT, LOCAL_PROVIDER_SECRET } = env()
  const issuer = `http://localhost:${OIDC_PORT}`
  return [
    {
      id: 'local-confidential',
      name: 'Local provider',
      kind: 'oidc',
      issuer,
      clientId: 'web-confidential',
      clientSecret: LOCAL_PROVIDER_SECRET,
      authMethod: 'client_secret_basic',
    },
    {
      id: 'local-public',
      name: 'Local provider (public client)',
      kind: 'oidc',
      issuer,
      clientId: 'web-public',
      clientSecret: null,
      authMethod: 'none',
    },
  ]
}
