import 'server-only'
import { exchanged, span, type Tell } from '@/lib/trace'
import { beforeAbort } from './before-abort'
import { ProviderFault } from './provider-fault'

/** All that one sign-in asks of a provider has this long, together. Milliseconds. */
export const providerPatienceMs = 5_000

const bodyLimitBytes = 256 * 1024

/** https, but on this machine. */
export function isSecure(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  return (
    protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname))
  )
}

/**
 * Asks a provider: over https, no redirects, a bounded body, until `signal` says that it took too long.
 * @returns any HTTP answer but a redirect, whole
 * @throws ProviderFault
 */
export const boundedFetch = (url: string, init: RequestInit, signal: AbortSignal): Promise<Response> =>
  span('provider.request', (tell) => asked(url, init, signal, tell))

async function asked(url: string, init: RequestInit, signal: AbortSignal, tell: Tell): Promise<Response> {
  const { host } = new URL(url)
  if (!isSecure(url)) throw new ProviderFault(`${host} is not https`)
  try {
    const response = await fetch(url, { ...init, redirect: 'error', signal })
    const body = await beforeAbort(readBounded(response), signal, host)
    tell(() => exchanged({ url, init }, { response, text: body.toString() }))
    const isBodyless = [204, 205, 304].includes(response.status)
    return new Response(isBodyless ? null : body, {
      status: response.status,
      headers: contentHeaders(response),
    })
  } catch (error) {
    if (error instanceof ProviderFault) throw error
    throw new ProviderFault(signal.aborted ? `${host} took too long` : `${host} cannot be reached`)
  }
}

async function readBounded(response: Response): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > bodyLimitBytes) throw new ProviderFault(`an answer of more than ${bodyLimitBytes} bytes`)
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

/** A JSON object of an answer with status 200. @throws ProviderFault */
export async function jsonOf(response: Response, what: string): Promise<unknown> {
  if (response.status !== 200) throw new ProviderFault(`${what}: status ${response.status}`)
  try {
    return (await response.json()) as unknown
  } catch {
    throw new ProviderFault(`${what}: no JSON`)
  }
}
