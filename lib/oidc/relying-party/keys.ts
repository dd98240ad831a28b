import 'server-only'
import { createRemoteJWKSet, customFetch, errors, jwtVerify, type JWTVerifyOptions } from 'jose'
import { beforeAbort } from './before-abort'
import { boundedFetch, providerPatienceMs } from './bounded-fetch'
import type { ProviderMetadata } from './discovery'
import { ProviderFault } from './provider-fault'

/** Asymmetric signatures only: a client secret or a public key is never the key of a MAC (RFC 8725 §3.1). */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']

/** Where a token came from: straight from its provider, or from anybody, who could make us ask for keys all day. */
type Source = 'provider' | 'anybody'
const cooldownMs = 30_000

type Keys = { set: ReturnType<typeof createRemoteJWKSet>; askedAt: number }
const kept = new Map<string, Keys>()

function keysOf({ jwks_uri }: ProviderMetadata): Keys {
  const known = kept.get(jwks_uri)
  if (known) return known
  const set = createRemoteJWKSet(new URL(jwks_uri), {
    cooldownDuration: Infinity, // `again` decides
    timeoutDuration: providerPatienceMs,
    [customFetch]: (url, { signal, headers }) => boundedFetch(url, { headers }, signal),
  })
  const keys = { set, askedAt: 0 }
  kept.set(jwks_uri, keys)
  return keys
}

/** Signed with a key that we do not have, or not any more: a provider may turn its keys over at any moment. */
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
    beforeAbort(jwtVerify(jwt, keys.set, { ...options, algorithms: allowed }).catch(unusable), signal, 'keys')
  try {
    return await verify()
  } catch (error) {
    if (!worthAsking(error, keys, source)) throw error
    keys.askedAt = Date.now()
    await beforeAbort(keys.set.reload(), signal, 'keys')
    return verify()
  }
}

/** A published key that no signature can be checked with (too short, not on its curve): jose throws what crypto throws. */
function unusable(error: unknown): never {
  if (error instanceof TypeError || error instanceof DOMException)
    throw new ProviderFault('one of its keys cannot be used')
  throw error
}
