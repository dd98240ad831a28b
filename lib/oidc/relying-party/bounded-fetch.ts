import 'server-only'
import { env } from '@/lib/env'
import { localhostFetch } from '@/lib/localhost-fetch'
import { isSecureUrl } from '@/lib/loopback'
import { exchangeAttributes, span, type Tell } from '@/lib/trace'
import { beforeAbort } from './before-abort'
import { ProviderFault } from './provider-fault'
import { whyUnreachable } from './why-unreachable'

/** Aborts in OIDC_TIMEOUT_MS: all that one sign-in asks of a provider has this long, together. */
export const providerTimeout = (): AbortSignal => AbortSignal.timeout(env().OIDC_TIMEOUT_MS)

const bodyLimitBytes = 256 * 1024

/** What a log says of a URL: never its query. */
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

/** Where an answer sends us; null for one that is no redirect, or one without a place to go to. */
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

/** What is decoded already must not be decoded again: no Content-Encoding, no Content-Length. */
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
