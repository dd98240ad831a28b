import 'server-only'
import { env } from '@/lib/env'
import { hook } from '@/lib/hooks'

/** What every response carries, whatever answered it: a page, a redirect, a file, an error of the framework. */
export function everyResponse(): Record<string, string> {
  const headers: Record<string, string> = {
    'Content-Security-Policy':
      "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), browsing-topics=()',
  }
  const { HSTS } = env()
  if (HSTS !== null) headers['Strict-Transport-Security'] = HSTS
  return headers
}

/** Origins that the scripts of a page at this path may connect to, beside the app's own. */
export const extraConnections = hook<(path: string) => string[]>('extra-connections', () => [])

/** The policy of a page: only scripts with the nonce of this very response run. */
export function pagePolicy(nonce: string, path: string, development: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${["'self'", ...extraConnections.get()(path)].join(' ')}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'", // also what leads to a provider: see `onwardPage`
    "frame-ancestors 'none'",
  ].join('; ')
}

/** Scripts of these origins may call the API with tokens. Never with cookies: credentials are not allowed. */
export const isAllowedOrigin = (headers: Headers) => env().CORS_ORIGINS.includes(headers.get('origin') ?? '')

const maxAgeSeconds = 600

/**
 * @param isPublic the answer is for everybody: scripts of any origin may read it, without credentials
 * @see Fetch Standard §3.3 (CORS protocol)
 */
export function corsHeaders(headers: Headers, isPublic: boolean): Record<string, string> {
  if (isPublic) return { 'Access-Control-Allow-Origin': '*' }
  if (env().CORS_ORIGINS.length === 0) return {}
  const vary = { Vary: 'Origin' }
  if (!isAllowedOrigin(headers)) return vary
  return {
    ...vary,
    'Access-Control-Allow-Origin': headers.get('origin')!,
    'Access-Control-Expose-Headers': 'Retry-After, WWW-Authenticate, DPoP-Nonce',
  }
}

/** The answer to a preflight, beside the methods that the path takes. */
export function preflightHeaders(
  headers: Headers,
  methods: string,
  isPublic: boolean,
): Record<string, string> {
  const isAllowed = isPublic || isAllowedOrigin(headers)
  if (!isAllowed || !headers.has('access-control-request-method')) return {}
  return {
    'Access-Control-Allow-Methods': methods,
    'Access-Control-Allow-Headers': isPublic ? '*' : 'authorization, content-type, dpop',
    'Access-Control-Max-Age': String(maxAgeSeconds),
  }
}

/**
 * Runs `work` and says what it took, as headers of the answer. `name` is that of the work in them.
 * @throws what `work` throws
 */
export type Timed = <Result>(
  name: string,
  work: () => Promise<Result>,
) => Promise<{ result: Result; serverTiming: Record<string, string> }>

/** Filled where the time of an authentication may be told: to a stranger it may tell something. */
export const timings = hook<Timed>('timings', async (_, work) => ({ result: await work(), serverTiming: {} }))

/** `work` with its timing headers, which are none unless somebody asked for them. */
export const timed: Timed = (name, work) => timings.get()(name, work)
