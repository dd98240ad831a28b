import 'server-only'
import type { AuthState } from '../contract'
import { retryAfterSeconds } from '../errors'

const noStore = { 'Cache-Control': 'no-store' }

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  Response.json(body, { status, headers: { ...noStore, ...headers } })

export const noContent = (headers: Record<string, string> = {}) =>
  new Response(null, { status: 204, headers: { ...noStore, ...headers } })

/**
 * The auth state outward: 200, 401 or 503. A 401 to a request with an Authorization header challenges for a token.
 * @see RFC 6750 §3
 */
export function stateAnswer(state: AuthState, { authorization }: { authorization: string | null }): Response {
  if (state.status === 'authenticated') return json(state)
  if (state.status === 'unavailable') return json(state, 503, { 'Retry-After': String(retryAfterSeconds) })
  return json(state, 401, authorization === null ? {} : { 'WWW-Authenticate': 'Bearer error="invalid_token"' })
}
