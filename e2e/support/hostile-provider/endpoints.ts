import type { Claims, Faults } from './faults'
import type { Grants } from './grants'
import { signed, type SigningKey } from './signing'

export type Endpoint = 'discovery' | 'jwks' | 'authorization' | 'token' | 'userinfo'

export type Received = {
  endpoint: Endpoint
  method: string
  headers: Record<string, string | string[] | undefined>
  query: URLSearchParams
  form: URLSearchParams
  /** of the answer, where there was one */
  status?: number
}

export type Reply = { status: number; body: object; headers?: Record<string, string> }

/** What the provider knows. */
export type State = {
  issuer: string
  client: { id: string; secret?: string | undefined }
  redirectUris: string[]
  keys: SigningKey[]
  grants: Grants
  person: Claims
  faults: Faults
}

const idTokenTtlSeconds = 300

export const paths: Record<string, Endpoint> = {
  '/.well-known/openid-configuration': 'discovery',
  '/jwks': 'jwks',
  '/authorize': 'authorization',
  '/token': 'token',
  '/userinfo': 'userinfo',
}

const ok = (body: object): Reply => ({ status: 200, body })
const refused = (status: number, error: string): Reply => ({ status, body: { error } })

const discovery = ({ issuer, client }: State) =>
  ok({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: [client.secret ? 'client_secret_basic' : 'none'],
    code_challenge_methods_supported: ['S256'],
    scopes_supported: ['openid', 'profile', 'email'],
    authorization_response_iss_parameter_supported: true,
  })

const jwks = ({ keys }: State) => ok({ keys: keys.map(({ jwk }) => jwk) })

/** Whoever comes is signed in and has consented. What is wrong with the request is told to them, not to the client. */
function authorization(state: State, { query }: Received): Reply {
  const redirectUri = query.get('redirect_uri') ?? ''
  const codeChallenge = query.get('code_challenge') ?? ''
  const isRight =
    query.get('client_id') === state.client.id &&
    state.redirectUris.includes(redirectUri) &&
    query.get('response_type') === 'code' &&
    query.get('code_challenge_method') === 'S256' &&
    codeChallenge.length === 43 &&
    query.get('scope')?.split(' ').includes('openid')
  if (!isRight) return refused(400, 'invalid_request')
  const grant = { redirectUri, codeChallenge, nonce: query.get('nonce'), person: state.person }
  const right = { code: state.grants.issue(grant), state: query.get('state') ?? '', iss: state.issuer }
  const response = new URLSearchParams(state.faults.authorization?.(right) ?? right)
  return { status: 302, body: {}, headers: { location: `${redirectUri}?${response.toString()}` } }
}

/** RFC 6749 §2.3.1: Basic, its two halves form-encoded; a public client names itself. */
function isClient({ client }: State, { headers, form }: Received): boolean {
  if (!client.secret) return form.get('client_id') === client.id && headers.authorization === undefined
  const basic = `${encodeURIComponent(client.id)}:${encodeURIComponent(client.secret)}`
  return headers.authorization === `Basic ${Buffer.from(basic).toString('base64')}`
}

async function token(state: State, received: Received): Promise<Reply> {
  const { method, form } = received
  const field = (name: string) => form.get(name) ?? ''
  if (method !== 'POST' || field('grant_type') !== 'authorization_code')
    return refused(400, 'unsupported_grant_type')
  if (!isClient(state, received)) return refused(401, 'invalid_client')
  const redeemed = state.grants.redeem(field('code'), field('redirect_uri'), field('code_verifier'))
  if (!redeemed) return refused(400, 'invalid_grant')
  const { grant, accessToken } = redeemed
  return ok({
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: idTokenTtlSeconds,
    scope: 'openid profile email',
    id_token: await idToken(state, grant.person, grant.nonce),
  })
}

function idToken({ issuer, client, faults, keys }: State, person: Claims, nonce: string | null) {
  const iat = Math.floor(Date.now() / 1000)
  const times = { iat, exp: iat + idTokenTtlSeconds, auth_time: iat }
  const right: Claims = { iss: issuer, aud: client.id, ...times, ...person }
  if (nonce !== null) right.nonce = nonce
  const sign = faults.sign ?? signed()
  return sign(faults.idToken?.(right) ?? right, { key: keys.at(-1)!, clientSecret: client.secret ?? '' })
}

function userinfo({ grants }: State, { headers }: Received): Reply {
  const grant = grants.by(/^Bearer (\S+)$/.exec(headers.authorization as string)?.[1] ?? '')
  return grant ? ok(grant.person) : refused(401, 'invalid_token')
}

/** The right answer of each endpoint, given the state: a provider as OpenID Connect Core 1.0 has it, in small. */
export const endpoints: Record<Endpoint, (state: State, received: Received) => Reply | Promise<Reply>> = {
  discovery,
  jwks,
  authorization,
  token,
  userinfo,
}
