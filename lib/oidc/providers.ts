import 'server-only'
import { env } from '@/lib/env'
import { hook } from '@/lib/hooks'

/** An issuer whose sign-ins this app accepts, and the app's client registration there. */
export type ProviderDescription = {
  id: string
  /** on the button: "Continue with …" */
  name: string
  /** GitHub speaks OAuth 2.0 alone: no ID token, its API says who it is */
  kind: 'oidc' | 'github'
  issuer: string
  clientId: string
  /** null: a public client, PKCE alone */
  clientSecret: string | null
  /** how the app proves to the token endpoint who it is (OpenID Connect Core §9) */
  authMethod: AuthMethod
}

type AuthMethod = 'client_secret_basic' | 'client_secret_post' | 'none'

/** A hook for providers besides those of the environment. */
export const extraProviders = hook<() => ProviderDescription[]>('extra-providers', () => [])

type Setting = string | undefined
type Configured = [id: string, name: string, issuer: Setting, clientId: Setting, clientSecret: Setting]

/** Every provider has to accept Basic (RFC 6749 §2.3.1); GitHub documents only `client_secret_post`. */
function authMethodOf(id: string, clientSecret: string | null): AuthMethod {
  if (clientSecret === null) return 'none'
  if (id === 'github') return 'client_secret_post'
  return (id === 'generic' && env().OIDC_GENERIC_AUTH_METHOD) || 'client_secret_basic'
}

function configured(): Configured[] {
  const at = env()
  return [
    ['google', 'Google', 'https://accounts.google.com', at.AUTH_GOOGLE_ID, at.AUTH_GOOGLE_SECRET],
    [
      'microsoft-entra-id',
      'Microsoft',
      at.AUTH_MICROSOFT_ENTRA_ID_ISSUER,
      at.AUTH_MICROSOFT_ENTRA_ID_ID,
      at.AUTH_MICROSOFT_ENTRA_ID_SECRET,
    ],
    ['github', 'GitHub', 'https://github.com/login/oauth', at.AUTH_GITHUB_ID, at.AUTH_GITHUB_SECRET],
    ['keycloak', 'Keycloak', at.AUTH_KEYCLOAK_ISSUER, at.AUTH_KEYCLOAK_ID, at.AUTH_KEYCLOAK_SECRET],
    ['auth0', 'Auth0', at.AUTH_AUTH0_ISSUER, at.AUTH_AUTH0_ID, at.AUTH_AUTH0_SECRET],
    ['okta', 'Okta', at.AUTH_OKTA_ISSUER, at.AUTH_OKTA_ID, at.AUTH_OKTA_SECRET],
    [
      'generic',
      at.OIDC_GENERIC_NAME ?? 'OpenID Provider',
      at.OIDC_GENERIC_ISSUER,
      at.OIDC_GENERIC_CLIENT_ID,
      at.OIDC_GENERIC_CLIENT_SECRET,
    ],
  ]
}

/** The providers of this app, in the order of their buttons: those that the environment names, then the extra ones. */
export function providers(): ProviderDescription[] {
  const real = configured().flatMap(([id, name, issuer, clientId, clientSecret = null]) =>
    issuer && clientId
      ? [
          {
            id,
            name,
            kind: id === 'github' ? ('github' as const) : ('oidc' as const),
            issuer,
            clientId,
            clientSecret,
            authMethod: authMethodOf(id, clientSecret),
          },
        ]
      : [],
  )
  return [...real, ...extraProviders.get()()]
}

/** Looks at the settings alone; sends the provider no request. Undefined for a provider that is not configured here. */
export const providerById = (id: string) => providers().find((provider) => provider.id === id)
