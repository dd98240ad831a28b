import 'server-only'
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { env } from '@/lib/env'
import { logFailure } from '@/lib/log'
import { clientAddressHeader, stampArrival } from '../identify'
import { explainOutdated } from '../plain-page'
import { isAnswering, outerAddress, trackExchange } from '../page-status'
import { problem, refused } from '../refusal'
import { everyResponse } from '../response-headers'
import { admitted } from './admitted'
import { completeResponse } from './complete-response'
import { clientAddress } from '../client-address'
import { noteSkippedRefresh } from '../device-headers'

/** The servers that have had a request, and whether they are the app's. */
const known = new WeakMap<Server, boolean>()
const lookAgainMs = 100

/** Others may open servers of their own in this process: they are none of ours to guard. */
function isOfApp(server: Server): boolean {
  const address = server.address()
  return typeof address === 'object' && address?.port === env().PORT
}

/** Puts `admitted` before what listens to a server: it sees a request first, and may answer it. */
function guardServer(server: Server) {
  endWithItsAnswers(server)
  const next = server.listeners('request')
  server.removeAllListeners('request')
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    void decide(request, response, (read) => {
      for (const listener of next) listener.call(server, read, response)
    })
  })
}

/**
 * A server that stops closes its idle connections at once, and never those that have not asked anything yet, as browsers
 * open them to have one ready: they would keep the process alive. It ends when no answer is on its way.
 */
function endWithItsAnswers(server: Server) {
  const lookAgain = () => {
    if (!isAnswering()) server.closeAllConnections()
  }
  const begin = () => void setInterval(lookAgain, lookAgainMs).unref()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, begin)
}

async function decide(
  request: IncomingMessage,
  response: ServerResponse,
  onward: (request: IncomingMessage) => void,
) {
  const outcome = await admitted(request).catch((error: unknown) => {
    logFailure('request.failed', error)
    return problem(refused('internal'))
  })
  if (outcome instanceof Response) await send(outcome, request, response)
  else if (outcome !== null) onward(outcome)
}

async function send(answer: Response, { method }: IncomingMessage, response: ServerResponse) {
  const body = Buffer.from(await answer.arrayBuffer())
  response.statusCode = answer.status
  for (const [name, value] of answer.headers) response.setHeader(name, value)
  response.setHeader('Content-Length', body.byteLength)
  response.end(method === 'HEAD' ? undefined : body)
}

type ServerExchange = { request: IncomingMessage; response: ServerResponse; server: Server }

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
  /** What is to be done at the first request of a server. @returns whether it is the app's */
  const prepared = (server: Server): boolean => {
    const before = known.get(server)
    if (before !== undefined) return before
    if (server.listenerCount('clientError') === 0) server.on('clientError', refuseUnreadable(headers))
    if (NODE_ENV === 'production') server.removeAllListeners('upgrade') // or "Upgrade: h2c" gets no answer at all
    const isOurs = isOfApp(server)
    if (isOurs) guardServer(server)
    known.set(server, isOurs)
    return isOurs
  }
  subscribe('http.server.request.start', (message) => {
    const { request, response, server } = message as ServerExchange
    for (const [name, value] of headers) response.setHeader(name, value)
    if (!prepared(server)) return
    completeResponse(request, response)
    if (!methods.has(request.method ?? '')) request.method = 'PATCH'
    const address = outerAddress(request) ?? clientAddress(request, TRUSTED_PROXIES)
    request.headers[clientAddressHeader] = address
    trackExchange(request, response, address)
    stampArrival(request)
    noteSkippedRefresh(request.headers)
    nameApp(request.headers, app)
    explainOutdated(request, response)
  })
}

const statusLines: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/** What Node says to bytes that are no request, with the headers of every response. Never into one that has begun. */
export const refuseUnreadable =
  (headers: [name: string, value: string][]) =>
  ({ code = '' }: NodeJS.ErrnoException, socket: Socket & { _httpMessage?: { _headerSent: boolean } }) => {
    if (!socket.writable || socket._httpMessage?._headerSent) return void socket.destroy()
    const all = [...headers, ['Connection', 'close'], ['Content-Length', '0']].map((pair) => pair.join(': '))
    socket.end(`HTTP/1.1 ${statusLines[code] ?? '400 Bad Request'}\r\n${all.join('\r\n')}\r\n\r\n`)
  }
