import 'server-only'
import { z } from 'zod'
import { hasBlockedPort } from '@/lib/blocked-ports'
import { logEvent } from '@/lib/log'
import { isSecureUrl } from '@/lib/loopback'
import { providers } from '../providers'
import { boundedFetch, jsonOf, ProviderFault } from './bounded-fetch'

const endpoint = z
  .url({ error: 'must be a URL', abort: true })
  .refine(isSecureUrl, 'must be https outside localhost')
  .refine((url) => !hasBlockedPort(url), 'has a port that browsers and fetch refuse')

/** Some write `null` for what they do not have. */
const absentIfNull = (value: unknown) => value ?? undefined

/**
 * A place to sign out at that cannot be used is one that is not offered: nobody's sign-in depends on it.
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
 * What a provider says of itself, kept ten minutes unless it forbids that. Its issuer is exactly the one asked for. One
 * redirect on its own origin is followed: some add or remove a slash, or move their documents below a path.
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

/** A token request would be refused with `invalid_client`, which does not say why. A provider that lists nothing says nothing. */
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
