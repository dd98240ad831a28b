import 'server-only'
import { z } from 'zod'
import { env } from '@/lib/env'
import { localhostFetch } from '@/lib/localhost-fetch'
import { isSecureUrl } from '@/lib/loopback'
import { logEvent } from '@/lib/log'
import { exchangeAttributes, span, type Tell } from '@/lib/trace'

/** Aborts in OIDC_TIMEOUT_MS: the limit for all requests of one sign-in to a provider together. */
export const providerTimeout = (): AbortSignal => AbortSignal.timeout(env().OIDC_TIMEOUT_MS)

const bodyLimitBytes = 256 * 1024

/** A URL for the log, without its query. */
export const placeOf = (url: string) => {
  const { origin, pathname } = new URL(url)
  return origin + pathname
}

const tookTooLong = () =>
  `no answer in time: all that is asked of a provider has ${env().OIDC_TIMEOUT_MS / 1000} seconds together`

type Redirects = 'refuse' | 'follow-one-on-the-same-origin'

/**
 * Asks a provider: over https, no redirects unless `redirects` says so, a bounded body, until `signal` says that it took
 * too long.
 * @returns any HTTP answer but a redirect, whole
 * @throws ProviderFault, whose reason is the true cause: certificate, name, connection, time, redirect, size
 */
export const boundedFetch = (
  url: string,
  init: RequestInit,
  signal: AbortSignal,
  redirects: Redirects = 'refuse',
): Promise<Response> => span('provider.request', (tell) => asked(url, init, signal, redirects, tell))

async function asked(
  url: string,
  init: RequestInit,
  signal: AbortSignal,
  redirects: Redirects,
  tell: Tell,
): Promise<Response> {
  const place = placeOf(url)
  if (!isSecureUrl(url)) throw new ProviderFault(`${place}: must be https outside localhost`)
  try {
    const response = await localhostFetch(url, { ...init, redirect: 'manual', signal })
    const target = redirectTarget(response, url)
    if (target) {
      await response.body?.cancel()
      const next = followed(new URL(url), target, redirects)
      return await asked(next, init, signal, 'refuse', tell)
    }
    const body = await beforeAbort(readBounded(response, place), signal, place)
    tell(() => exchangeAttributes({ url, init }, { response, text: body.toString() }))
    const isBodyless = [204, 205, 304].includes(response.status)
    return new Response(isBodyless ? null : body, {
      status: response.status,
      headers: contentHeaders(response),
    })
  } catch (error) {
    if (error instanceof ProviderFault) throw error
    throw new ProviderFault(`${place}: ${signal.aborted ? tookTooLong() : whyUnreachable(error)}`)
  }
}

/** Where a redirect leads; null for another answer, and for a redirect without Location. */
function redirectTarget({ status, headers }: Response, from: string): URL | null {
  const location = headers.get('location')
  if (![301, 302, 303, 307, 308].includes(status) || location === null) return null
  return URL.canParse(location, from) ? new URL(location, from) : null
}

/** The same origin is the same scheme, host and port: https does not become http. */
function followed(from: URL, to: URL, redirects: Redirects): string {
  if (redirects === 'follow-one-on-the-same-origin' && to.origin === from.origin) return to.href
  const limit =
    redirects === 'refuse' ? 'no (further) redirect is followed' : 'only its own origin is followed'
  throw new ProviderFault(`${placeOf(from.href)}: redirects to ${to.origin}, and ${limit}`)
}

async function readBounded(response: Response, place: string): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > bodyLimitBytes)
      throw new ProviderFault(`${place}: an answer of more than ${bodyLimitBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** `fetch` has decoded the body already, so Content-Encoding and Content-Length are removed. */
const contentHeaders = ({ headers }: Response) =>
  Object.fromEntries(
    ['content-type', 'cache-control', 'www-authenticate'].flatMap((name) => {
      const value = headers.get(name)
      return value === null ? [] : [[name, value]]
    }),
  )

/**
 * The JSON of an answer with status 200.
 * @param url that was asked, for the reason
 * @throws ProviderFault
 */
export async function jsonOf(response: Response, url: string): Promise<unknown> {
  const place = placeOf(url)
  if (response.status !== 200) throw new ProviderFault(`${place}: status ${response.status}`)
  try {
    return (await response.json()) as unknown
  } catch {
    const type = response.headers.get('content-type') ?? 'without a content type'
    throw new ProviderFault(`${place}: an answer that is no JSON (${type.slice(0, 80)})`)
  }
}

/**
 * The work, or a fault when `signal` aborts first. `fetch` may ignore its signal once the headers have come, because
 * it keeps no reference to it.
 * @throws ProviderFault naming `what`
 */
export function beforeAbort<Result>(
  work: Promise<Result>,
  signal: AbortSignal,
  what: string,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const fail = () => reject(new ProviderFault(`${what}: no answer in time`))
    if (signal.aborted) return fail()
    signal.addEventListener('abort', fail, { once: true })
    const forget = () => signal.removeEventListener('abort', fail)
    work.then(resolve, reject).finally(forget)
  })
}

/** The provider did not answer, or not as the protocol asks. `reason` is for the log; never a token or a body. */
export class ProviderFault extends Error {
  constructor(readonly reason: string) {
    super(`The provider cannot be used: ${reason}`)
  }
}

const trust = 'name the file of its authority in NODE_EXTRA_CA_CERTS'

/** Codes of OpenSSL's verification, of Node's TLS and sockets, of the resolver, and of undici. */
const sentences: Record<string, string> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: `its certificate is self-signed: ${trust}`,
  SELF_SIGNED_CERT_IN_CHAIN: `its certificate is of an authority that Node does not know: ${trust}`,
  UNABLE_TO_GET_ISSUER_CERT: `its certificate is of an authority that Node does not know: ${trust}`,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: `its certificate is of an authority that Node does not know: ${trust}`,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: `its certificate is of an authority that Node does not know, or an intermediate certificate is not sent: ${trust}`,
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  CERT_REVOKED: 'its certificate was revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
  ENOTFOUND: 'no such host name',
  EAI_AGAIN: 'the host name could not be looked up: DNS does not answer',
  ECONNREFUSED: 'the connection is refused: nobody listens there',
  ECONNRESET: 'the connection was closed by the other side',
  EPIPE: 'the connection was closed by the other side',
  UND_ERR_SOCKET: 'the connection was closed by the other side',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'no connection in time',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  UND_ERR_HEADERS_TIMEOUT: 'no answer in time',
  UND_ERR_BODY_TIMEOUT: 'no answer in time',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer is shorter or longer than it says',
  ERR_SSL_WRONG_VERSION_NUMBER: 'no TLS is spoken there: is it http?',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'no TLS is spoken there: is it http?',
}

const families: [prefix: string, sentence: string][] = [
  ['ERR_SSL_', 'TLS could not be agreed on'],
  ['ERR_TLS_', 'TLS could not be agreed on'],
  ['HPE_', 'what answers there does not speak HTTP'],
  ['HTTPParserError', 'what answers there does not speak HTTP'],
  ['Z_', 'the compressed answer is damaged'],
]

const sentenceOf = (code: string): string | undefined =>
  sentences[code] ?? families.find(([prefix]) => code.startsWith(prefix))?.[1]

const asError = (value: unknown) => (value instanceof Error ? value : undefined)

/** `fetch` wraps what happened, more than once; several addresses that were tried have one error each. */
function chain(error: unknown): Error[] {
  const known = asError(error)
  if (!known) return []
  const inner = known instanceof AggregateError ? (known.errors as unknown[])[0] : known.cause
  return [known, ...chain(inner)]
}

/**
 * Why a request got no answer, for the log: a sentence and the code of Node. Never the message of an error, which may
 * repeat what was sent.
 * @param error as `fetch` threw it
 */
export function whyUnreachable(error: unknown): string {
  const errors = chain(error)
  if (errors.some(({ message }) => message === 'bad port'))
    return 'its port is one that fetch refuses (https://fetch.spec.whatwg.org/#port-blocking)'
  const codes = errors.flatMap(codesOf)
  const code = codes.find((each) => sentenceOf(each) !== undefined) ?? codes[0] ?? 'no code'
  return `${sentenceOf(code) ?? 'the request failed'} (${code})`
}

/** The code and the class of the error: some errors have only one of them. */
function codesOf(error: Error & { code?: unknown }): string[] {
  const isNamed = !['Error', 'TypeError', 'AggregateError'].includes(error.name)
  return [...(typeof error.code === 'string' ? [error.code] : []), ...(isNamed ? [error.name] : [])]
}

/** The characters that an error code may have (RFC 6749 §5.2); GitHub answers it with status 200. */
const tokenError = z.looseObject({ error: z.string().regex(/^[\x20\x21\x23-\x5b\x5d-\x7e]{1,100}$/) })

/**
 * What Auth.js asks of a provider, as `boundedFetch` does it. Why a token endpoint refused is logged here, its error code
 * alone: Auth.js tells that it did, and not why.
 * @throws ProviderFault
 */
export async function askProvider(url: string, init: RequestInit, signal: AbortSignal): Promise<Response> {
  const response = await boundedFetch(url, init, signal)
  if (init.method === 'POST') await logTokenError(url, response.clone())
  return response
}

async function logTokenError(url: string, response: Response) {
  const { data } = tokenError.safeParse(await response.json().catch(() => null))
  if (!data && response.ok) return
  const reason = `${placeOf(url)}: status ${response.status}, error ${data?.error ?? 'not given'}`
  logEvent('oidc.token_refused', { reason, result: 'refused' })
}
