import 'server-only'
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http'
import { env } from '@/lib/env'
import { stampArrival } from './arrival'
import { clientAddress, clientAddressHeader } from './client-address'
import { completeResponse } from './edge/complete-response'
import { guardServer, isOfApp } from './edge/guard-server'
import { outerAddress, trackExchange } from './page-status'
import { explainOutdated } from './outdated-page'
import { everyResponse } from './response-headers'
import { refuseUnreadable } from './unreadable-request'

type Exchange = { request: IncomingMessage; response: ServerResponse; server: Server }

/** Next answers 500 to TRACE and 400 to others: taken for one that nothing implements, they get its 405. */
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/**
 * Under which address the app is reached is what AUTH_URL says, to Next as to us: it compares the Origin of an action with
 * these headers, and a proxy may send its own name for us, or a client anything.
 */
function nameApp(headers: IncomingHttpHeaders, { host, protocol }: URL) {
  for (const name of ['x-forwarded-port', 'forwarded']) delete headers[name]
  headers.host = host
  headers['x-forwarded-host'] = host
  headers['x-forwarded-proto'] = protocol.slice(0, -1)
}

/**
 * Node announces each request before anything of Next sees it: the place for what must hold for every response,
 * and for the one thing that Next does not pass on, the address of the socket.
 */
export function hardenServer() {
  const headers = Object.entries(everyResponse())
  const { AUTH_URL, NODE_ENV, TRUSTED_PROXIES } = env()
  const app = new URL(AUTH_URL)
  subscribe('http.server.request.start', (message) => {
    const { request, response, server } = message as Exchange
    if (server.listenerCount('clientError') === 0) server.on('clientError', refuseUnreadable(headers))
    if (NODE_ENV === 'production') server.removeAllListeners('upgrade') // or "Upgrade: h2c" gets no answer at all
    for (const [name, value] of headers) response.setHeader(name, value)
    if (!isOfApp(server)) return
    guardServer(server)
    completeResponse(request, response)
    if (!methods.has(request.method ?? '')) request.method = 'PATCH'
    const address = outerAddress(request) ?? clientAddress(request, TRUSTED_PROXIES)
    request.headers[clientAddressHeader] = address
    trackExchange(request, response, address)
    stampArrival(request)
    nameApp(request.headers, app)
    explainOutdated(request, response)
  })
}
