import 'server-only'
import { writeSetCookie } from '@/lib/set-cookie'
import { cookies } from 'next/headers'
import { defaultPath } from '@/lib/api-schema/callback-path'
import { env } from '@/lib/env'
import type { AuthState, CookieWrite, Presented } from '../contract'
import { retryAfterSeconds } from '../errors'
import { cookieAttributes } from '../parts/cookie'
import { setAnswerHeader } from './page-status'
import { credentialChallenge } from './refusal'

type Headers = Record<string, string>

const noStore = { 'Cache-Control': 'no-store' }

/** Not to be stored by any cache, unless `headers` say otherwise. */
export const json = (body: unknown, status = 200, headers: Headers = {}) =>
  Response.json(body, { status, headers: { ...noStore, ...headers } })

/** A document that is the same for everybody and may be cached for so many seconds. */
export const publicJson = (body: unknown, maxAgeSeconds: number) =>
  json(body, 200, { 'Cache-Control': `public, max-age=${maxAgeSeconds}` })

/** Tokens, or what is said about them. @see RFC 6749 §5.1 */
export const tokenAnswer = (body: unknown) => json(body, 200, { Pragma: 'no-cache' })

/** Done, and nothing to say, where an RFC asks for a 200. */
export const done = () => new Response(null, { status: 200, headers: noStore })

/** 204, not to be stored. @param headers beside `Cache-Control` */
export const noContent = (headers: Headers = {}) =>
  new Response(null, { status: 204, headers: { ...noStore, ...headers } })

/**
 * The auth state outward: 200, 401 or 503. A 401 challenges for a token, and says whether the one that came was bad.
 * @see RFC 6750 §3
 */
export function stateAnswer(state: AuthState, presented: Presented, headers: Headers = {}): Response {
  if (state.status === 'authenticated') return json(state, 200, headers)
  if (state.status === 'unavailable')
    return json(state, 503, { ...headers, 'Retry-After': String(retryAfterSeconds) })
  return json(state, 401, { ...headers, ...credentialChallenge(presented) })
}

/**
 * A copy with further cookies; those that it sets already stay. The body is handed over: the response that was given is
 * used up.
 */
export function withCookies(response: Response, cookies: CookieWrite[]): Response {
  const headers = new Headers(response.headers)
  for (const cookie of cookies) {
    headers.append('Set-Cookie', serialiseCookie(cookie))
    if (cookie.registration) headers.set(registrationHeader, cookie.registration)
  }
  return new Response(response.body, { status: response.status, headers })
}

/** @param path of this app */
export function toPage(path: string, cookies: CookieWrite[] = [], status: 302 | 303 = 303): Response {
  const headers = { Location: env().AUTH_URL + path, 'Cache-Control': 'no-store' }
  return withCookies(new Response(null, { status, headers }), cookies)
}

/** Writes cookies. Only in a route handler or an action, where Next can still send headers. */
export async function writeCookies(writes: CookieWrite[]) {
  const jar = await cookies()
  for (const { name, value, maxAgeSeconds, path, registration } of writes) {
    jar.set(name, value, { ...cookieAttributes(path), maxAge: maxAgeSeconds })
    if (registration) await setAnswerHeader(registrationHeader, registration)
  }
}

/** @see https://www.w3.org/TR/dbsc/#header-secure-session-registration */
const registrationHeader = 'Secure-Session-Registration'

/** One Set-Cookie value, for the rooms that hold a response of their own. */
export const serialiseCookie = ({ name, value, maxAgeSeconds, path }: CookieWrite): string =>
  writeSetCookie({
    name,
    value,
    maxAge: maxAgeSeconds,
    ...cookieAttributes(path),
  })

/** What a head may carry besides the headers of every response, so that all of it stays under 3,000 bytes. */
const roomBytes = 2_200
/**
 * In the answer to a form: there Next writes the cookies, each with an `Expires`, and another query may carry the path.
 */
export const roomOfFormBytes = 1_840
/**
 * More than the cookies of any sign-in, but with an ID token in one of them (`OIDC_KEEP`): that exception has no limit.
 */
const cookiesMaxBytes = 2_000

const linesOf = (cookie: CookieWrite) =>
  `Set-Cookie: ${serialiseCookie(cookie)}\r\n` +
  (cookie.registration ? `${registrationHeader}: ${cookie.registration}\r\n` : '')

/**
 * The path to go to after an answer that also writes cookies. If path and cookies together are too long for the headers
 * of one answer, it is the default page.
 */
export function fitting(path: string, cookies: CookieWrite[], room = roomBytes): string {
  const lines = cookies.map(linesOf).join('')
  const bytes = Buffer.byteLength(lines)
  return bytes > cookiesMaxBytes || bytes + Buffer.byteLength(path) <= room ? path : defaultPath
}
