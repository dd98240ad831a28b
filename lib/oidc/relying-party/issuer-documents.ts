import 'server-only'
import { z } from 'zod'
import { createRemoteJWKSet, customFetch, errors, jwtVerify, type JWTVerifyOptions } from 'jose'
import { hasBlockedPort } from '@/lib/blocked-ports'
import { logEvent } from '@/lib/log'
import { isSecureUrl } from '@/lib/loopback'
import { env } from '@/lib/env'
import { providers } from '../providers'
import { boundedFetch, jsonOf, ProviderFault, beforeAbort } from './bounded-fetch'

const endpoint = z
  .url({ error: 'must be a URL', abort: true })
  .refine(isSecureUrl, 'must be https outside localhost')
  .refine((url) => !hasBlockedPort(url), 'has a port that browsers and fetch refuse')

/** Some providers write `null` for a missing member. */
const absentIfNull = (value: unknown) => value ?? undefined

/**
 * An `end_session_endpoint` that cannot be used counts as absent: no sign-in depends on it.
 * @see OpenID Connect Discovery 1.0 §3, RFC 9207 §3, RP-Initiated Logout 1.0 §2.1
 */
const metadata = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: endpoint,
  token_endpoint: endpoint,
  jwks_uri: endpoint,
  userinfo_endpoint: z.preprocess(absentIfNull, endpoint.optional()),
  end_session_endpoint: endpoint.optional().catch(undefined),
  id_token_signing_alg_values_supported: z.preprocess(absentIfNull, z.array(z.string()).optional()),
  authorization_response_iss_parameter_supported: z.preprocess(absentIfNull, z.boolean().optional()),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional().catch(undefined),
})

export type ProviderMetadata = z.infer<typeof metadata>

const keptMs = 10 * 60_000
const kept = new Map<string, { metadata: ProviderMetadata; until: number }>()

/**
 * The metadata of a provider, kept for ten minutes unless the provider forbids that. Its issuer is exactly the one
 * asked for. One redirect on its own origin is followed: some add or remove a slash, or move their documents below a
 * path.
 * @throws ProviderFault
 * @see OpenID Connect Discovery 1.0 §4.3
 */
export async function discover(issuer: string, signal: AbortSignal): Promise<ProviderMetadata> {
  const known = kept.get(issuer)
  if (known && known.until > Date.now()) return known.metadata
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const headers = { Accept: 'application/json' }
  const response = await boundedFetch(url, { headers }, signal, 'follow-one-on-the-same-origin')
  const found = checked(await jsonOf(response, url), issuer, url)
  logUnsupportedAuthMethods(found)
  if (!/no-(store|cache)/.test(response.headers.get('cache-control') ?? ''))
    kept.set(issuer, { metadata: found, until: Date.now() + keptMs })
  return found
}

function checked(document: unknown, issuer: string, url: string): ProviderMetadata {
  const { data, error } = metadata.safeParse(document)
  if (error) {
    const [issue] = error.issues
    throw new ProviderFault(`${url}: ${issue?.path.join('.') || 'the document'}: ${issue?.message}`)
  }
  if (data.issuer === issuer) return data
  const [named, configured] = [data.issuer, issuer].map((text) => JSON.stringify(text))
  throw new ProviderFault(
    `${url}: the issuer calls itself ${named}, and ${configured} is configured: both must be the same, character by character`,
  )
}

/**
 * A token request would be refused with `invalid_client`, which does not say why. A provider that lists nothing says
 * nothing.
 */
function logUnsupportedAuthMethods({
  issuer,
  token_endpoint_auth_methods_supported: supported,
}: ProviderMetadata) {
  if (!supported) return
  for (const { id, issuer: configured, authMethod } of providers())
    if (configured === issuer && !supported.includes(authMethod))
      logEvent('oidc.auth_method_unsupported', {
        provider: id,
        reason: `the provider does not list ${authMethod}, which is configured here, but ${supported.join(', ')}`,
        result: 'tried',
      })
}

/** Asymmetric signatures only: a client secret or a public key is never the key of a MAC (RFC 8725 §3.1). */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']

/**
 * Where a token came from: from its provider directly, or from anybody, who must not be able to cause many requests for
 * keys.
 */
type Source = 'provider' | 'anybody'
const cooldownMs = 30_000

type Keys = { set: ReturnType<typeof createRemoteJWKSet>; askedAt: number }
const keptKeys = new Map<string, Keys>()

function keysOf({ jwks_uri }: ProviderMetadata): Keys {
  const known = keptKeys.get(jwks_uri)
  if (known) return known
  const set = createRemoteJWKSet(new URL(jwks_uri), {
    cooldownDuration: Infinity, // `worthAsking` decides
    timeoutDuration: env().OIDC_TIMEOUT_MS,
    [customFetch]: (url, { signal, headers }) => fetchKeys(url, headers, signal),
  })
  const keys = { set, askedAt: 0 }
  keptKeys.set(jwks_uri, keys)
  return keys
}

/** RFC 7517 §5. */
const keySet = z.looseObject({ keys: z.array(z.looseObject({})) })

/** If keys cannot be fetched, it is a fault of the provider; jose would throw the same error as for a wrong token. */
async function fetchKeys(url: string, headers: Headers, signal: AbortSignal): Promise<Response> {
  const { data } = keySet.safeParse(await jsonOf(await boundedFetch(url, { headers }, signal), url))
  if (!data) throw new ProviderFault(`${url}: no key set (RFC 7517)`)
  return Response.json(data)
}

/** Whether it is worth fetching the keys again: the token may be signed with a new key of its provider. */
function worthAsking(error: unknown, { askedAt }: Keys, source: Source) {
  const isOtherKey =
    error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWSSignatureVerificationFailed
  return isOtherKey && (source === 'provider' || Date.now() - askedAt > cooldownMs)
}

type Options = Required<Pick<JWTVerifyOptions, 'issuer' | 'audience' | 'requiredClaims' | 'currentDate'>> &
  Pick<JWTVerifyOptions, 'clockTolerance' | 'typ'>

/**
 * Verifies a JWT with the keys of its issuer, which are asked for once more where none of them fits.
 * @throws JOSEError when the token is at fault; ProviderFault when the keys cannot be had before `signal`
 */
export async function verifyWithKeysOf(
  provider: ProviderMetadata,
  jwt: string,
  options: Options,
  { source, signal }: { source: Source; signal: AbortSignal },
) {
  const keys = keysOf(provider)
  const supported = provider.id_token_signing_alg_values_supported
  const allowed = supported ? algorithms.filter((name) => supported.includes(name)) : algorithms
  const verify = () =>
    beforeAbort(
      jwtVerify(jwt, keys.set, { ...options, algorithms: allowed }).catch(unusable),
      signal,
      provider.jwks_uri,
    )
  try {
    return await verify()
  } catch (error) {
    if (!worthAsking(error, keys, source)) throw error
    keys.askedAt = Date.now()
    await beforeAbort(keys.set.reload(), signal, provider.jwks_uri)
    return verify()
  }
}

/**
 * A published key that no signature can be checked with (too short, not on its curve): jose throws what crypto throws.
 */
function unusable(error: unknown): never {
  if (error instanceof TypeError || error instanceof DOMException)
    throw new ProviderFault('one of the keys of the provider cannot be used: too short, or not on its curve')
  throw error
}
