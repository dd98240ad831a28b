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
