import 'server-only'
import type { z } from 'zod'
import type { authorizationServer, protectedResource } from '@/lib/api-schema/metadata'
import { tokenExchange } from '@/lib/api-schema/tokens'
import { env } from '@/lib/env'
import { audience, fullScope, issuer, readScope } from './parts/access-token'
import { proofAlgorithms } from './parts/dpop-proof'
import { jwksCacheSeconds, publishedKeys } from './parts/signing-keys'

const at = (path: string) => env().AUTH_URL + path
const scopes = [fullScope, readScope]

/**
 * How long a client may cache the documents: as long as the keys, because one document lists their algorithms. Seconds.
 */
export const metadataMaxAgeSeconds = jwksCacheSeconds

/**
 * What this app is as an issuer of access tokens. Every address in it is one that answers; what this app does not have
 * (authorization endpoint, ID tokens, registered clients) is not in it. See docs/decisions/025.
 * @throws database errors, where the keys are not in memory
 * @see RFC 8414 §2, OpenID Connect Discovery 1.0 §3
 */
export async function authorizationServerMetadata(now: Date): Promise<z.infer<typeof authorizationServer>> {
  const keys = await publishedKeys(now)
  return {
    issuer: issuer(),
    jwks_uri: at('/.well-known/jwks.json'),
    token_endpoint: at('/api/token'),
    token_endpoint_auth_methods_supported: ['none'],
    revocation_endpoint: at('/api/token/revoke'),
    revocation_endpoint_auth_methods_supported: ['none'],
    introspection_endpoint: at('/api/token/introspect'),
    introspection_endpoint_auth_methods_supported: ['client_secret_basic'],
    grant_types_supported: ['refresh_token', tokenExchange],
    response_types_supported: [],
    scopes_supported: scopes,
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [...new Set(keys.map(({ alg }) => alg))],
    dpop_signing_alg_values_supported: proofAlgorithms,
    protected_resources: [audience()],
    service_documentation: at('/api-docs'),
  }
}

/** Which tokens the API takes, and how. @see RFC 9728 §2 */
export const protectedResourceMetadata = (): z.infer<typeof protectedResource> => ({
  resource: audience(),
  authorization_servers: [issuer()],
  scopes_supported: scopes,
  bearer_methods_supported: ['header'],
  dpop_signing_alg_values_supported: proofAlgorithms,
  resource_name: 'Bothways API',
  resource_documentation: at('/api-docs'),
})

/** The public keys that verify access tokens, as a JWK Set. @see RFC 7517 */
export async function publicKeys(now: Date) {
  const keys = await publishedKeys(now)
  const published = keys.map(({ publicJwk, kid, alg }) => ({ ...publicJwk, kid, alg, use: 'sig' }))
  return { keys: published, maxAgeSeconds: jwksCacheSeconds }
}

/** Whether access tokens can be signed and verified. @throws database errors */
export const keysAreUsable = async (now: Date) => (await publishedKeys(now)).length > 0
