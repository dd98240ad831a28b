import 'server-only'
import type { FieldErrors } from '@/lib/api-schema'
import { Busy } from '@/lib/crypto'
import { isUnavailable } from '@/lib/db/unavailable'
import { env } from '@/lib/env'
import { logEvent, logFailure } from '@/lib/log'
import { MailUnavailable } from '@/lib/mail'
import { ProviderFault, isOtherTokenOfProvider } from '@/lib/oidc'
import type { Presented } from '../contract'
import { type RefusalCode, refusals, retryAfterSeconds } from '../errors'
import { bearerCredential, fullScope, proofFault } from '../parts/access-token'
import { proofAlgorithms } from '../parts/dpop-proof'
import { visitorOf } from './identify'

/** An outcome that is not a success and that was expected. It is returned, never thrown. */
export type Refusal = {
  ok: false
  code: RefusalCode
  errors?: FieldErrors
  retryAfterSeconds?: number | undefined
  headers?: Record<string, string>
}

/** A refusal that has nothing to say beside its code: no faults of fields, no time to wait. */
export const refused = (code: RefusalCode): Refusal => ({ ok: false, code })

/** A sentence that helps the client to go on, if it depends on the settings. */
export const refusalDetail = (code: RefusalCode): string | undefined =>
  code === 'cross_origin' ? `Changes are taken from ${env().AUTH_URL} only.` : undefined

/** A refusal as RFC 9457 problem details: a stable `code`, one sentence, faults by field for 422. */
export function problem(
  { code, errors, retryAfterSeconds: wait }: Refusal,
  headers: Record<string, string> = {},
) {
  const { status, title } = refusals[code]
  const after = wait ?? (status === 503 ? retryAfterSeconds : undefined)
  const own: Record<string, string> = {
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
  }
  if (after !== undefined) own['Retry-After'] = String(after)
  return Response.json(
    { type: 'about:blank', title, status, detail: refusalDetail(code), code, errors },
    { status, headers: { ...own, ...headers } },
  )
}

/** The OAuth error codes of our refusals. Every other refusal is `invalid_request`. */
const names: Partial<Record<RefusalCode, string>> = {
  invalid_grant: 'invalid_grant',
  invalid_client: 'invalid_client',
  invalid_scope: 'invalid_scope',
  invalid_target: 'invalid_target',
  invalid_dpop_proof: 'invalid_dpop_proof',
  use_dpop_nonce: 'use_dpop_nonce',
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
  const own: Record<string, string> = {
    'Cache-Control': 'no-store',
    Pragma: 'no-cache',
  }
  if (status === 503) own['Retry-After'] = String(retryAfterSeconds)
  return Response.json(
    { error, error_description: description(refusal) },
    { status: status === 422 ? 400 : status, headers: { ...own, ...headers } },
  )
}

/** The refusal that a thrown error stands for. Anything unknown is a bug: logged, and 500. */
export function refusalFor(error: unknown): Refusal {
  if (error instanceof Busy) return refused('busy')
  if (error instanceof ProviderFault) {
    logEvent('oidc.unavailable', { reason: error.reason, result: 'refused' })
    return refused('provider_unavailable')
  }
  logFailure('request.failed', error)
  return refused(error instanceof MailUnavailable || isUnavailable(error) ? 'unavailable' : 'internal')
}

/** For a page that can say "not now". @throws the error itself, where it is a bug */
export function outage(error: unknown): Refusal {
  const refusal = refusalFor(error)
  if (refusal.code === 'internal') throw error
  return refusal
}

/** The refusals that are logged: attempts without permission, or to get around a control (ASVS 16.3.2, 16.3.3). */
const noted: RefusalCode[] = ['cross_origin', 'forbidden', 'insufficient_scope', 'invalid_client']

/** Writes one line to the log if the refusal is one of those that are logged. */
export function logRefusal({ code }: Refusal, headers: Headers, path: string) {
  if (!noted.includes(code)) return
  const { address, device } = visitorOf(headers)
  logEvent('request.refused', { path, address, device, result: code })
}

/**
 * The challenge for a request without credentials: no error code (RFC 6750 §3.1). Unlike Basic, it opens no dialog in a
 * browser.
 */
export const bareChallenge = () => 'Bearer realm="Bothways"'

const noAccessToken =
  'This is no access token for this API (typ at+jwt, RFC 9068). An ID token tells its client who somebody is, and opens nothing.'

/**
 * A challenge for an access token, which also says where to learn which tokens are taken.
 * @see RFC 6750 §3, RFC 9728 §5.1
 */
function tokenChallenge(scheme: 'Bearer' | 'DPoP', parameters: Record<string, string> = {}): string {
  const all = { ...parameters }
  if (scheme === 'DPoP') all.algs = proofAlgorithms.join(' ') // RFC 9449 §7.1
  all.resource_metadata = `${env().AUTH_URL}/.well-known/oauth-protected-resource`
  const written = Object.entries(all).map(([name, value]) => `${name}="${value}"`)
  return `${scheme} ${written.join(', ')}`
}

const schemeOf = (authorization: string) => (/^DPoP(?:\s|$)/i.test(authorization) ? 'DPoP' : 'Bearer')

/**
 * The challenge for a request without a valid credential. Without an Authorization header it names both schemes; else
 * that of the header, with the reason if the client sent a token of another kind.
 * @see RFC 6750 §3, RFC 9449 §7.1
 */
export function credentialChallenge(presented: Presented): Record<string, string> {
  const { authorization } = presented
  if (authorization === null)
    return { 'WWW-Authenticate': `${tokenChallenge('Bearer')}, ${tokenChallenge('DPoP')}` }
  const jwt = bearerCredential(presented)
  const isOther = jwt !== null && isOtherTokenOfProvider(jwt)
  const why: Record<string, string> = isOther ? { error_description: noAccessToken } : {}
  const error = proofFault(presented) ?? 'invalid_token'
  return { 'WWW-Authenticate': tokenChallenge(schemeOf(authorization), { error, ...why }) }
}

/**
 * The challenge for a refusal: what is wrong with the token that was sent, or which scheme to use.
 * @see RFC 6750 §3, RFC 7617 §2
 */
export function challenge({ code }: { code: RefusalCode }, presented: Presented): Record<string, string> {
  const scheme = schemeOf(presented.authorization ?? '')
  if (code === 'not_authenticated') return credentialChallenge(presented)
  if (code === 'insufficient_scope')
    return {
      'WWW-Authenticate': tokenChallenge(scheme, { error: 'insufficient_scope', scope: fullScope }),
    }
  if (code === 'token_twice')
    return { 'WWW-Authenticate': tokenChallenge(scheme, { error: 'invalid_request' }) }
  if (code === 'invalid_client') return { 'WWW-Authenticate': 'Basic realm="tokens", charset="UTF-8"' }
  return {}
}

type AccountRefusal = {
  code: 'common_password' | 'wrong_password' | 'invalid_code' | 'confirm_elsewhere' | 'rate_limited'
  retryAfterSeconds?: number
}

const commonPassword = 'This is one of the first passwords an attacker tries. Choose another.'
const wrongPassword = 'This is not your current password.'

/** A refusal of `lib/accounts` as one of the API: faults of a field are listed under its name. */
export function accountRefusal(
  { code, retryAfterSeconds }: AccountRefusal,
  newPasswordField = 'password',
): Refusal {
  if (code === 'common_password')
    return { ok: false, code: 'validation_failed', errors: { [newPasswordField]: [commonPassword] } }
  if (code === 'wrong_password')
    return { ok: false, code: 'validation_failed', errors: { currentPassword: [wrongPassword] } }
  return { ok: false, code, retryAfterSeconds }
}
