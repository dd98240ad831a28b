import 'server-only'
import { z } from 'zod'
import { logEvent } from '@/lib/log'
import { boundedFetch, placeOf } from './bounded-fetch'

/** The characters that an error code may have (RFC 6749 §5.2); GitHub answers it with status 200. */
const tokenError = z.looseObject({ error: z.string().regex(/^[\x20\x21\x23-\x5b\x5d-\x7e]{1,100}$/) })

/**
 * What Auth.js asks of a provider, as `boundedFetch` does it. Why a token endpoint refused is logged here, its error code
 * alone: Auth.js tells that it did, and not why.
 * @throws ProviderFault
 */
export async function askProvider(url: string, init: RequestInit, signal: AbortSignal): Promise<Response> {
  const response = await boundedFetch(url, init, signal)
  if (init.method === 'POST') await logTokenError(url, response.clone())
  return response
}

async function logTokenError(url: string, response: Response) {
  const { data } = tokenError.safeParse(await response.json().catch(() => null))
  if (!data && response.ok) return
  const reason = `${placeOf(url)}: status ${response.status}, error ${data?.error ?? 'not given'}`
  logEvent('oidc.token_refused', { reason, result: 'refused' })
}
