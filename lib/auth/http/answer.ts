import 'server-only'
import type { AuthState, Presented } from '../contract'
import { retryAfterSeconds } from '../errors'
import { bearerChallenge, invalidToken } from './challenge'

type Headers = Record<string, string>

const noStore = { 'Cache-Control': 'no-store' }

export const json = (body: unknown, status = 200, headers: Headers = {}) =>
  Response.json(body, { status, headers: { ...noStore, ...headers } })

/** A document that says the same to everybody, and may be kept so many seconds. */
export const publicJson = (body: unknown, maxAgeSeconds: number) =>
  json(body, 200, { 'Cache-Control': `public, max-age=${maxAgeSeconds}` })

/** Tokens, or what is said about them. @see RFC 6749 §5.1 */
export const tokenAnswer = (body: unknown) => json(body, 200, { Pragma: 'no-cache' })

/** Done, and nothing to say, where an RFC asks for a 200. */
export const done = () => new Response(null, { status: 200, headers: noStore })

export const noContent = (headers: Headers = {}) =>
  new Response(null, { status: 204, headers: { ...noStore, ...headers } })

/**
 * The auth state outward: 200, 401 or 503. A 401 challenges for a token, and says whether the one that came was bad.
 * @see RFC 6750 §3
 */
export function stateAnswer(state: AuthState, { authorization }: Presented, headers: Headers = {}): Response {
  if (state.status === 'authenticated') return json(state, 200, headers)
  if (state.status === 'unavailable')
    return json(state, 503, { ...headers, 'Retry-After': String(retryAfterSeconds) })
  const challenge =
    authorization === null ? { 'WWW-Authenticate': bearerChallenge() } : invalidToken(authorization)
  return json(state, 401, { ...headers, ...challenge })
}
