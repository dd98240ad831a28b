import 'server-only'
import { z } from 'zod'
import { boundedFetch, jsonOf } from './bounded-fetch'
import { claimFault, identifier } from './claims'
import type { ProviderMetadata } from './discovery'
import { tokenRefused, type TokenRefused } from './id-token'

const shape = z.looseObject({ sub: identifier })

/**
 * What else the issuer tells of the person, by its access token. Believed only when it is the same person.
 * @returns no claims where there is no such endpoint
 * @throws ProviderFault
 * @see OpenID Connect Core 1.0 §5.3.2
 */
export async function fetchUserinfo(
  { userinfo_endpoint: url }: ProviderMetadata,
  accessToken: string | undefined,
  subject: string,
  signal: AbortSignal,
): Promise<{ ok: true; claims: Record<string, unknown> } | TokenRefused> {
  if (!url || !accessToken) return { ok: true, claims: {} }
  const headers = { Accept: 'application/json', Authorization: `Bearer ${accessToken}` }
  const parsed = shape.safeParse(await jsonOf(await boundedFetch(url, { headers }, signal), url))
  if (!parsed.success) return tokenRefused(`userinfo: ${claimFault(parsed.error)}`)
  return parsed.data.sub === subject
    ? { ok: true, claims: parsed.data }
    : tokenRefused('userinfo is of another sub')
}
