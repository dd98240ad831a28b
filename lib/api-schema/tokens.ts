import { z } from 'zod'
import { defaultTokenStrategy, tokenStrategyIds } from '@/lib/strategies'
import { email, password, oneOf } from './fields'

/** What the endpoints for tokens take and answer. */

export const tokenStrategy = z.enum(tokenStrategyIds, `Choose ${oneOf(tokenStrategyIds)}.`)

/** What an access token may do: everything that its person may, or only read (RFC 6749 §3.3). */
const scope = z
  .enum(['api', 'api:read'], 'Ask for "api" or "api:read".')
  .meta({ description: 'api: everything that the person may; api:read: only reading. Default: api' })

const opaque = (what: string) => z.string(`${what} is missing.`).min(1, `${what} is missing.`).max(8192)
const presentedToken = opaque('The token')

export const tokenForm = z.strictObject({
  email,
  password,
  strategy: tokenStrategy.optional().meta({ description: `Default: ${defaultTokenStrategy}` }),
  scope: scope.optional(),
})
export const refreshForm = z.strictObject({ refresh_token: opaque('refresh_token') })

/** RFC 6749 §3.3. Whether it is granted is not the form's to say. */
const scopeList = z
  .string()
  .max(200)
  .optional()
  .meta({ description: 'api, api:read, or both with a space between; not more than was granted' })

/** There is no secret to prove: a client may name itself, and nothing depends on the name (RFC 6749 §3.2.1). */
const publicClient = {
  client_id: z.string().max(255).optional().meta({ description: 'Not needed, and not looked at' }),
  client_secret: z.string().max(255).optional().meta({ description: 'No client has one: invalid_client' }),
  client_assertion: z.string().optional().meta({ description: 'No client has a key: invalid_client' }),
}

/** RFC 6749 §6 */
export const refreshGrant = z
  .object({
    grant_type: z.literal('refresh_token', 'grant_type is missing.'),
    refresh_token: opaque('refresh_token'),
    scope: scopeList,
    client_id: publicClient.client_id,
    client_secret: publicClient.client_secret,
    client_assertion: publicClient.client_assertion,
  })
  .meta({ title: 'Refresh' })

/** Forms of an RFC: what it does not name is ignored (RFC 6749 §3.2), and so is a wrong hint. */
export const presentedTokenForm = z.object({ token: presentedToken, token_type_hint: z.string().optional() })

const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token'

export const tokenExchange = 'urn:ietf:params:oauth:grant-type:token-exchange'

/** RFC 8693 §2.1; `strategy` is ours: which kind of token to make */
export const exchangeGrant = z
  .object({
    grant_type: z.literal(tokenExchange, 'grant_type is missing.'),
    subject_token: opaque('subject_token'),
    subject_token_type: z.literal(accessTokenType, `subject_token_type must be ${accessTokenType}.`),
    requested_token_type: z
      .enum([accessTokenType, 'urn:ietf:params:oauth:token-type:jwt'], 'Only access tokens are made here.')
      .optional(),
    actor_token: z.never('Nobody acts for another here.').optional(),
    audience: z.string().optional(),
    resource: z.string().optional(),
    scope: scopeList,
    strategy: tokenStrategy.optional(),
    client_id: publicClient.client_id,
    client_secret: publicClient.client_secret,
    client_assertion: publicClient.client_assertion,
  })
  .meta({ title: 'Token exchange' })

/** What the token endpoint takes as a form. @see RFC 6749 §3.2 */
export const tokenGrant = z.discriminatedUnion(
  'grant_type',
  [refreshGrant, exchangeGrant],
  'grant_type is missing.',
)

export const accessToken = z.strictObject({
  access_token: z.string(),
  token_type: z.enum(['Bearer', 'DPoP']),
  expires_in: z.int().meta({ description: 'seconds' }),
})
export const tokenPair = accessToken.extend({ refresh_token: z.string() }).meta({ title: 'Tokens' })

/** RFC 8693 §2.2.1 */
export const exchanged = accessToken.extend({ issued_token_type: z.literal(accessTokenType) })

/** RFC 7662 §2.2. Of a token that is not good, whatever the reason, nothing else is said. */
export const introspection = z.union([
  z.strictObject({ active: z.literal(false) }),
  z.strictObject({
    active: z.literal(true),
    iss: z.string(),
    sub: z.uuid(),
    client_id: z.string(),
    scope: z.string(),
    exp: z.int(),
    iat: z.int(),
    username: z.string(),
    token_type: z.enum(['Bearer', 'DPoP']).optional().meta({ description: 'of an access token' }),
    cnf: z
      .strictObject({ jkt: z.string() })
      .optional()
      .meta({ description: 'RFC 9449 §6.2: the key that it is bound to' }),
    aud: z.string().optional(),
    jti: z.string().optional(),
    sid: z.uuid().optional(),
  }),
])

/** RFC 7517 */
export const jwks = z.strictObject({
  keys: z.array(
    z.strictObject({
      kty: z.string(),
      crv: z.string(),
      x: z.string(),
      y: z.string().optional(),
      kid: z.string(),
      alg: z.enum(['ES256', 'EdDSA']),
      use: z.literal('sig'),
    }),
  ),
})

/** RFC 6749 §5.2 */
export const oauthError = z
  .strictObject({ error: z.string(), error_description: z.string() })
  .meta({ title: 'OAuth error', description: 'RFC 6749 §5.2' })
