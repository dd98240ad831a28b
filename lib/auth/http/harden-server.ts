import 'server-only'
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { env } from '@/lib/env'
import { stampArrival } from './arrival'
import { clientAddress, clientAddressHeader } from './client-address'
import { explainOutdated } from './outdated-page'
import { trackExchange } from './page-status'
import { everyResponse } from './response-headers'
import { refuseUnreadable } from './unreadable-request'

type Exchange = { request: IncomingMessage; response: ServerResponse; server: Server }

/** What Next believes when a client sends it, and what only a proxy that we were told of may say. */
const proxyHeaders = ['x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port', 'forwarded']

/** Next answers 500 to TRACE and 400 to others: taken for one that nothing implements, they get its 405. */
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Next answers 500 to a path under /api that does not decode, and to `OPTIONS *`: let the API say 404. */
function isReadable(url: string): boolean {
  try {
    return url.startsWith('/') && decodeURIComponent(url.split('?')[0]!) !== ''
  } catch {
    return false
  }
}

/**
 * Node announces each request before anything of Next sees it: the place for what must hold for every response,
 * and for the one thing that Next does not pass on, the address of the socket.
 */
export function hardenServer() {
  const headers = Object.entries(everyResponse())
  const { NODE_ENV, TRUSTED_PROXIES } = env()
  subscribe('http.server.request.start', (message) => {
    const { request, response, server } = message as Exchange
    if (server.listenerCount('clientError') === 0) server.on('clientError', refuseUnreadable(headers))
    if (NODE_ENV === 'production') server.removeAllListeners('upgrade') // or "Upgrade: h2c" gets no answer at all
    if (!isReadable(request.url ?? '')) request.url = '/api/unreadable'
    for (const [name, value] of headers) response.setHeader(name, value)
    if (!methods.has(request.method ?? '')) request.method = 'PATCH'
    request.headers[clientAddressHeader] = clientAddress(request, TRUSTED_PROXIES)
    trackExchange(request, response)
    stampArrival(request)
    explainOutdated(request, response)
    if (TRUSTED_PROXIES === 0) for (const name of proxyHeaders) delete request.headers[name]
  })
}
