import 'server-only'
import { refusals, retryAfterSeconds, type RefusalCode } from '../errors'
import type { Refusal } from './problem'

/** What our refusals are called by the RFCs. Whatever is not here is the request's fault. */
const names: Partial<Record<RefusalCode, string>> = {
  invalid_grant: 'invalid_grant',
  invalid_client: 'invalid_client',
  invalid_scope: 'invalid_scope',
  invalid_target: 'invalid_target',
  unsupported_grant_type: 'unsupported_grant_type',
  provider_unavailable: 'temporarily_unavailable',
  busy: 'temporarily_unavailable',
  unavailable: 'temporarily_unavailable',
  internal: 'server_error',
}

/** All that `error_description` may hold (RFC 6749 §5.2). */
const unspeakable = /[^\x20-\x21\x23-\x5b\x5d-\x7e]/g

const description = ({ code, errors }: Refusal) =>
  Object.entries(errors ?? {})
    .flatMap(([field, faults]) => faults.map((fault) => `${field}: ${fault}`))
    .join(' ')
    .replace(unspeakable, "'")
    .slice(0, 300) || refusals[code].title

/** A refusal in the format of OAuth. @see RFC 6749 §5.2, RFC 7009 §2.2.1, RFC 7662 §2.3 */
export function oauthError(refusal: Refusal, headers: Record<string, string> = {}) {
  const { status } = refusals[refusal.code]
  const error = names[refusal.code] ?? 'invalid_request'
  return Response.json(
    { error, error_description: description(refusal) },
    {
      status: status === 422 ? 400 : status,
      headers: {
        'Cache-Control': 'no-store',
        Pragma: 'no-cache',
        ...(status === 503 && { 'Retry-After': String(retryAfterSeconds) }),
        ...headers,
      },
    },
  )
}
