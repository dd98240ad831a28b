import 'server-only'
import { equalInConstantTime } from '@/lib/crypto'
import { env } from '@/lib/env'
import type { Endpoint } from '@/lib/api-schema/api'
import type { RequestContext } from '../request-context'
import type { Presented } from '../contract'
import { fullScope, presentedToken, hasScope } from '../parts/access-token'
import { isAllowedOrigin } from './response-headers'
import { requestOrigin } from './origin'
import type { Refusal } from './refusal'

/** Whether a request may change something, by its method. @see RFC 9110 §9.2.1 */
export const changes = ({ method }: Request) => method !== 'GET' && method !== 'HEAD'

type Admitted = { ok: true } | Refusal
const admitted: Admitted = { ok: true }

/**
 * Refuses a request before its body is read: by its origin, by how its token was sent, by its client, or by its scope.
 */
export async function admit(
  endpoint: Pick<Endpoint, 'origin' | 'client'>,
  request: Request,
  ctx: RequestContext,
): Promise<Admitted> {
  const { headers } = request
  if (changes(request) && !originAllowed(endpoint, headers, ctx.presented))
    return { ok: false, code: 'cross_origin' }
  if (isTwice(request, ctx.presented)) return { ok: false, code: 'token_twice' }
  if (endpoint.client && !isKnownClient(ctx.presented)) return { ok: false, code: 'invalid_client' }
  return changes(request) && endpoint.origin === undefined ? requireScope(ctx) : admitted
}

/**
 * Refuses a request that changes something if its access token has only the scope `api:read`. A request without a
 * token, or with one that is not valid, passes: does NOT check that anybody is signed in.
 */
export async function requireScope({ presented, now }: RequestContext): Promise<Admitted> {
  const token = await presentedToken(presented, now)
  const isShort = token.ok && !hasScope(token.claims.scope, fullScope)
  return isShort ? { ok: false, code: 'insufficient_scope' } : admitted
}

/**
 * A request that acts by a cookie needs a header that shows that it came from this app. Without a cookie there is no CSRF
 * risk, so a missing Origin is allowed there; a foreign one is refused unless it is in CORS_ORIGINS.
 */
function originAllowed({ origin }: Pick<Endpoint, 'origin'>, headers: Headers, { authorization }: Presented) {
  if (origin === 'any') return true
  const actsForCookie = origin !== 'not-foreign' && authorization === null
  const from = requestOrigin(headers)
  if (from === 'own' || origin === 'own') return from === 'own'
  return !actsForCookie && (from === 'unsaid' || isAllowedOrigin(headers))
}

/** Whether the client sent a token in the query beside the header, which no client may. @see RFC 6750 §2, §3.1 */
const isTwice = ({ url }: Request, { authorization }: Presented) =>
  authorization !== null && new URL(url).searchParams.has('access_token')

/**
 * HTTP Basic, as it is, or form-encoded before: some libraries encode more characters than others.
 * @see RFC 7617, RFC 6749 §2.3.1
 */
function isKnownClient({ authorization }: Presented): boolean {
  const { INTROSPECTION_CLIENT_ID: id, INTROSPECTION_CLIENT_SECRET: secret } = env()
  const [, encoded] = /^Basic +([A-Za-z0-9+/=_-]+)$/i.exec(authorization ?? '') ?? []
  if (!id || !secret || encoded === undefined) return false
  const presented = Buffer.from(encoded, 'base64').toString()
  const asItIs = equalInConstantTime(presented, `${id}:${secret}`)
  const [presentedId = '', ...rest] = presented.split(':')
  const decoded = `${formDecoded(presentedId)}:${formDecoded(rest.join(':'))}`
  return equalInConstantTime(decoded, `${id}:${secret}`) || asItIs
}

/** @returns the text itself where it is not form-encoded */
function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
