import type { CookieJar } from './cookie-jar'

/** What one request is, whatever carries it. */
export type TransportRequest = {
  method: string
  headers: Record<string, string>
  body?: string
  /** without cookies; absent: with those that are for this app */
  credentials?: 'omit'
  signal?: AbortSignal
}

/**
 * Carries one request to an app and its answer back. The client above it knows neither address nor cookies.
 * @throws where no answer comes; AbortError where somebody has stopped it
 */
export type Transport = (path: string, request: TransportRequest) => Promise<Response>

/** `fetch` of a page of the app itself: the browser adds cookies and Origin. Nothing is cached. */
export const browserTransport: Transport = (path, request) => fetch(path, { ...request, cache: 'no-store' })

/** What of `fetch` a transport uses. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

export type Way = {
  /** `http://host:port`, where the app is reached */
  address: string
  /** what a page of the app sends as Origin with everything but GET; none: a program that is no browser */
  origin?: string
  /** how this client calls itself */
  userAgent: string
  /** milliseconds until the answer has to be there */
  timeoutMs: number
  jar?: CookieJar
  /** another `fetch`: one that records, or that knows names below localhost */
  fetch?: Fetch | undefined
}

/**
 * A client without a browser, by `fetch` of Node, which keeps its connections open. Follows no redirect: a credential
 * goes to `address` and to nobody else. Cookies of `jar` go with every request, whatever their path and attributes.
 * @throws TimeoutError
 */
export const nodeTransport =
  ({ address, origin, userAgent, timeoutMs, jar, ...way }: Way): Transport =>
  async (path, { credentials, ...request }) => {
    const { fetch: send = fetch } = way
    const cookies = credentials === 'omit' ? undefined : jar
    const own: Record<string, string> = { 'user-agent': userAgent }
    if (origin !== undefined && request.method !== 'GET') own.origin = origin
    if (cookies && cookies.size > 0) own.cookie = cookies.header
    const response = await send(address + path, {
      ...request,
      redirect: 'manual',
      signal: request.signal ?? AbortSignal.timeout(timeoutMs),
      headers: { ...own, ...request.headers },
    })
    cookies?.keep(response.headers.getSetCookie())
    return response
  }
