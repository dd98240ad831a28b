import 'server-only'
import { createRemoteJWKSet, customFetch, errors, jwtVerify, type JWTVerifyOptions } from 'jose'
import { z } from 'zod'
import { env } from '@/lib/env'
import { beforeAbort, boundedFetch, jsonOf, ProviderFault } from './bounded-fetch'
import type { ProviderMetadata } from './discovery'

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
    timeoutDuration: env().OIDC_TIMEOUT_MS,
    [customFetch]: (url, { signal, headers }) => fetchKeys(url, headers, signal),
  })
  const keys = { set, askedAt: 0 }
  kept.set(jwks_uri, keys)
  return keys
}

/** RFC 7517 §5. */
const keySet = z.looseObject({ keys: z.array(z.looseObject({})) })

/** Keys that cannot be had are a fault of the provider; jose would throw what it throws for a token that is wrong. */
async function fetchKeys(url: string, headers: Headers, signal: AbortSignal): Promise<Response> {
  const { data } = keySet.safeParse(await jsonOf(await boundedFetch(url, { headers }, signal), url))
  if (!data) throw new ProviderFault(`${url}: no key set (RFC 7517)`)
  return Response.json(data)
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

/** A published key that no signature can be checked with (too short, not on its curve): jose throws what crypto throws. */
function unusable(error: unknown): never {
  if (error instanceof TypeError || error instanceof DOMException)
    throw new ProviderFault('one of the keys of the provider cannot be used: too short, or not on its curve')
  throw error
}
