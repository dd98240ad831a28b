import 'server-only'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { env } from '@/lib/env'
import { logFailure } from '@/lib/log'
import { isAnswering } from '../page-status'
import { problem } from '../problem'
import { admitted } from './admitted'

const guarded = new WeakSet<Server>()
const lookAgainMs = 100

/** The lab opens servers of its own in this process: they are none of ours to guard. */
export function isOfApp(server: Server): boolean {
  const address = server.address()
  return typeof address === 'object' && address?.port === env().PORT
}

/** Puts `admitted` before what listens to a server, once: it sees a request first, and may answer it. */
export function guardServer(server: Server) {
  if (guarded.has(server)) return
  guarded.add(server)
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
    return problem({ code: 'internal' })
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
