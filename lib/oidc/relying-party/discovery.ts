import 'server-only'
import { z } from 'zod'
import { boundedFetch, isSecure, jsonOf } from './bounded-fetch'
import { ProviderFault } from './provider-fault'

const endpoint = z.url({ abort: true }).refine(isSecure, 'https outside localhost')

/** @see OpenID Connect Discovery 1.0 §3, RFC 9207 §3, RP-Initiated Logout 1.0 §2.1 */
const metadata = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: endpoint,
  token_endpoint: endpoint,
  jwks_uri: endpoint,
  userinfo_endpoint: endpoint.optional(),
  end_session_endpoint: endpoint.optional(),
  id_token_signing_alg_values_supported: z.array(z.string()).optional(),
  authorization_response_iss_parameter_supported: z.boolean().optional(),
})

export type ProviderMetadata = z.infer<typeof metadata>

const keptMs = 10 * 60_000
const kept = new Map<string, { metadata: ProviderMetadata; until: number }>()

/**
 * What a provider says of itself, kept ten minutes unless it forbids that. Its issuer is exactly the one asked for.
 * @throws ProviderFault
 * @see OpenID Connect Discovery 1.0 §4.3
 */
export async function discover(issuer: string, signal: AbortSignal): Promise<ProviderMetadata> {
  const known = kept.get(issuer)
  if (known && known.until > Date.now()) return known.metadata
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const response = await boundedFetch(url, { headers: { Accept: 'application/json' } }, signal)
  const parsed = metadata.safeParse(await jsonOf(response, 'discovery'))
  if (!parsed.success)
    throw new ProviderFault(`discovery: ${parsed.error.issues[0]?.path.join('.')} is wrong`)
  if (parsed.data.issuer !== issuer) throw new ProviderFault('discovery: another issuer')
  if (!/no-(store|cache)/.test(response.headers.get('cache-control') ?? ''))
    kept.set(issuer, { metadata: parsed.data, until: Date.now() + keptMs })
  return parsed.data
}
