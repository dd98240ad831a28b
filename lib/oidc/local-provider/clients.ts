import 'server-only'
import type { ClientMetadata } from 'oidc-provider'

const strategies = ['database', 'jwt']

/** Where Auth.js of each strategy waits for the answer. Compared character by character (RFC 9700 §4.1.3). */
const callbacks = (appOrigin: string, providerId: string) =>
  strategies.map((strategy) => `${appOrigin}/api/auth/${strategy}/callback/${providerId}`)

const code = { grant_types: ['authorization_code'], response_types: ['code' as const] }

/** Who may ask this provider: the app, once with a secret and once without. */
export const clients = (appOrigin: string, clientSecret: string): ClientMetadata[] => [
  {
    ...code,
    client_id: 'web-confidential',
    client_secret: clientSecret,
    token_endpoint_auth_method: 'client_secret_basic',
    redirect_uris: callbacks(appOrigin, 'local-confidential'),
  },
  {
    ...code,
    client_id: 'web-public',
    token_endpoint_auth_method: 'none',
    redirect_uris: callbacks(appOrigin, 'local-public'),
  },
]
