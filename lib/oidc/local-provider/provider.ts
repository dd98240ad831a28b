import 'server-only'
import Provider, { type Configuration, type JWK } from 'oidc-provider'
import { clients } from './clients'
import { grantToOurOwn } from './consent'
import { securityHeaders } from './headers'
import { interaction, interactionPath } from './interaction'
import { escapeHtml, page } from './page'
import { personBySub } from './people'

/** What only this provider knows: private, kept from start to start. */
export type ProviderKeys = { cookieKey: string; signingKey: JWK; password: string }

export type ProviderOptions = ProviderKeys & {
  /** TCP port; the issuer is `http://localhost:<port>` */
  port: number
  /** of the app, whose callbacks are the only redirect URIs */
  appOrigin: string
  clientSecret: string
}

const minute = 60

/** seconds; a code is for the next request, not for later (RFC 9700 §2.1.1, RFC 6749 §4.1.2) */
const ttl = {
  AuthorizationCode: minute,
  AccessToken: 5 * minute,
  IdToken: 5 * minute,
  Interaction: 10 * minute,
}
const sessionSeconds = 8 * 60 * minute

/** Cookies know no ports: two providers on this machine share the browser's. */
const cookieNames = (port: number) => ({
  interaction: `provider_${port}_interaction`,
  resume: `provider_${port}_resume`,
  session: `provider_${port}_session`,
})

function configuration({
  port,
  appOrigin,
  clientSecret,
  cookieKey,
  signingKey,
}: ProviderOptions): Configuration {
  return {
    clients: clients(appOrigin, clientSecret),
    jwks: { keys: [signingKey] },
    cookies: { keys: [cookieKey], names: cookieNames(port) },
    ttl: { ...ttl, Session: sessionSeconds, Grant: sessionSeconds },
    pkce: { required: () => true },
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false, // the app reads the ID token alone
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => interactionPath(uid) },
    loadExistingGrant: grantToOurOwn,
    findAccount: (_, sub) => {
      const person = personBySub(sub)
      return person && { accountId: sub, claims: () => ({ ...person, email_verified: true }) }
    },
    renderError: (ctx, { error, error_description: description }) => {
      ctx.type = 'html'
      ctx.body = page(
        'Local provider',
        `<p role="alert">${escapeHtml(`${error}: ${description ?? 'no details'}`)}</p>`,
      )
    },
  }
}

/** A real OpenID Provider with two people, for the lab. It speaks http, and is for this machine alone. */
export function createProvider(options: ProviderOptions): Provider {
  const provider = new Provider(`http://localhost:${options.port}`, configuration(options))
  provider.use(securityHeaders(options.appOrigin))
  provider.use(interaction(provider, options.password))
  return provider
}
