import { z } from 'zod'

/** What the app says of itself, for clients and for whoever verifies its tokens. */

const names = z.array(z.string())

/**
 * RFC 8414 §2. There is no authorization endpoint, and so no response type. The members about ID tokens are what
 * libraries take from a discovery document to verify a JWT of its issuer.
 */
export const authorizationServer = z
  .strictObject({
    issuer: z.url().meta({ description: 'AUTH_URL; iss of every access token' }),
    jwks_uri: z.url(),
    token_endpoint: z.url().meta({ description: 'takes a form' }),
    token_endpoint_auth_methods_supported: names,
    revocation_endpoint: z.url().meta({ description: 'RFC 7009' }),
    revocation_endpoint_auth_methods_supported: names,
    introspection_endpoint: z.url().meta({ description: 'RFC 7662' }),
    introspection_endpoint_auth_methods_supported: names,
    grant_types_supported: names,
    response_types_supported: names.meta({ description: 'none: there is no authorization endpoint' }),
    scopes_supported: names,
    subject_types_supported: names.meta({ description: 'sub is the same for every client' }),
    id_token_signing_alg_values_supported: names.meta({
      description: 'What the keys at jwks_uri sign with. They sign access tokens: no ID token is issued.',
    }),
    dpop_signing_alg_values_supported: names.meta({ description: 'RFC 9449 §5.1' }),
    protected_resources: names.meta({ description: 'RFC 9728 §4' }),
    service_documentation: z.url(),
  })
  .meta({ title: 'Authorization server metadata' })

/** RFC 9728 §2 */
export const protectedResource = z
  .strictObject({
    resource: z.url().meta({ description: 'aud of every access token' }),
    authorization_servers: names,
    scopes_supported: names,
    bearer_methods_supported: names,
    dpop_signing_alg_values_supported: names.meta({ description: 'RFC 9728 §2' }),
    resource_name: z.string(),
    resource_documentation: z.url(),
  })
  .meta({ title: 'Protected resource metadata' })
