import 'server-only'
import { env } from '@/lib/env'
import type { FieldErrors } from '@/lib/api-schema'
import { refusals, retryAfterSeconds, type RefusalCode } from '../errors'

export type Refusal = {
  code: RefusalCode
  errors?: FieldErrors
  retryAfterSeconds?: number
  headers?: Record<string, string>
}

/** What helps somebody to go on, where that depends on the settings. */
export const refusalDetail = (code: RefusalCode): string | undefined =>
  code === 'cross_origin' ? `Changes are taken from ${env().AUTH_URL} only.` : undefined

/** A refusal as RFC 9457 problem details: a stable `code`, one sentence, faults by field for 422. */
export function problem(
  { code, errors, retryAfterSeconds: wait }: Refusal,
  headers: Record<string, string> = {},
) {
  const { status, title } = refusals[code]
  const after = wait ?? (status === 503 ? retryAfterSeconds : undefined)
  return Response.json(
    { type: 'about:blank', title, status, detail: refusalDetail(code), code, errors },
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
