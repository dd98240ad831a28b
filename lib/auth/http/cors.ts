import 'server-only'
import { env } from '@/lib/env'

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
    'Access-Control-Expose-Headers': 'Retry-After, WWW-Authenticate',
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
    'Access-Control-Allow-Headers': isPublic ? '*' : 'authorization, content-type',
    'Access-Control-Max-Age': String(maxAgeSeconds),
  }
}
