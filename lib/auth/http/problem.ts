import 'server-only'
import type { FieldErrors } from '@/lib/forms'
import { refusals, retryAfterSeconds, type RefusalCode } from '../errors'

export type Refusal = {
  code: RefusalCode
  errors?: FieldErrors
  retryAfterSeconds?: number
  headers?: Record<string, string>
}

/** A refusal as RFC 9457 problem details: a stable `code`, one sentence, faults by field for 422. */
export function problem(
  { code, errors, retryAfterSeconds: wait }: Refusal,
  headers: Record<string, string> = {},
) {
  const { status, title } = refusals[code]
  const after = wait ?? (status === 503 ? retryAfterSeconds : undefined)
  return Response.json(
    { type: 'about:blank', title, status, code, ...(errors && { errors }) },
    {
      status,
      headers: {
        'Content-Type': 'application/problem+json',
        'Cache-Control': 'no-store',
        ...(after !== undefined && { 'Retry-After': String(after) }),
        ...headers,
      },
    },
  )
}

/** A client that came with a token is told that the token is at fault, or how to come. @see RFC 6750 §3, RFC 7617 §2 */
export function challenge({ code }: Pick<Refusal, 'code'>, headers: Headers): Record<string, string> {
  if (code === 'not_authenticated' && headers.has('authorization'))
    return { 'WWW-Authenticate': 'Bearer error="invalid_token"' }
  if (code === 'insufficient_scope')
    return { 'WWW-Authenticate': 'Bearer error="insufficient_scope", scope="api"' }
  if (code === 'token_twice') return { 'WWW-Authenticate': 'Bearer error="invalid_request"' }
  if (code === 'invalid_client') return { 'WWW-Authenticate': 'Basic realm="tokens", charset="UTF-8"' }
  return {}
}
