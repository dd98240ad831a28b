import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import tls, { type TLSSocket } from 'node:tls'
import { whyNotListening } from '../ports'
import { LaunchError } from '../service'
import type { Pair } from './certificates'

/**
 * TLS before an app that speaks plain http: what comes over a connection goes on, byte by byte, over a connection of its
 * own to the app, and back. Nothing of http is read here, so that nothing of it can be misread: the app alone knows where
 * a request ends. A connection that fails takes its other half with it, and nothing else.
 */

const loopback = '127.0.0.1'
/** A browser that means it says something at once. */
const handshakeTimeoutMs = 20_000
const refusalTimeoutMs = 2_000
/** The first byte of TLS (RFC 8446 §5.1). No request of http begins with it. */
const handshakeRecord = 22

type Options = {
  /** shown to clients */
  certificate: Pair
  /** where it listens: HOST and PORT */
  host: string
  port: number
  /** on 127.0.0.1 */
  appPort: number
  /** AUTH_URL, for somebody who came without TLS */
  origin: string
}

/** What one half says goes to the other, as fast as that takes it; what ends one half ends the other. */
function join(client: TLSSocket, appPort: number) {
  const app = connect({ host: loopback, port: appPort, allowHalfOpen: true, noDelay: true })
  lead(client, app)
  lead(app, client)
}

function lead(from: Socket, to: Socket) {
  from.pipe(to)
  from.on('error', () => {}) // 'close' follows
  from.on('close', (hasFailed) => (hasFailed ? to.destroy() : to.destroySoon()))
}

/** Takes a connection of whoever it is, and hands it on when its first byte is that of TLS. */
function receive(socket: Socket, encrypted: tls.Server, origin: string) {
  const endAsWell = () => socket.end()
  const giveUp = () => socket.destroy()
  socket.on('error', () => {}) // 'close' follows
  socket.on('end', endAsWell)
  socket.setTimeout(handshakeTimeoutMs, giveUp)
  socket.once('data', (first: Buffer) => {
    socket.setTimeout(0, giveUp)
    socket.off('end', endAsWell)
    if (first[0] !== handshakeRecord) return refusePlain(socket, origin)
    socket.pause()
    socket.unshift(first)
    encrypted.emit('connection', socket)
  })
}

/** Reads on meanwhile: a connection that is closed with something unread takes the answer with it. */
function refusePlain(socket: Socket, origin: string) {
  const text = `This port speaks https: ${origin}\n`
  const head = [
    'HTTP/1.1 400 Bad Request',
    'Content-Type: text/plain; charset=utf-8',
    'X-Content-Type-Options: nosniff',
    'Cache-Control: no-store',
    'Connection: close',
    `Content-Length: ${Buffer.byteLength(text)}`,
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`)
  socket.resume()
  setTimeout(() => socket.destroy(), refusalTimeoutMs).unref()
}

/** @throws LaunchError naming the variable when nothing can listen there */
async function listen(server: Server, port: number, host: string) {
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    throw new LaunchError(whyNotListening('PORT', port, host, code))
  }
}

/**
 * Listens with TLS 1.2 or 1.3, and passes on to the app. Does NOT wait for the app: until it is there, connections are
 * closed. To a client of plain http it says where https is.
 * @returns `stop` closes every connection
 * @throws LaunchError naming the variable when it cannot listen
 */
export async function startTlsServer(options: Options): Promise<{ said: string; stop: () => Promise<void> }> {
  const { certificate, host, port, appPort, origin } = options
  const encrypted = tls.createServer({
    cert: certificate.certificate,
    key: certificate.key,
    minVersion: 'TLSv1.2',
    ALPNProtocols: ['http/1.1'],
    handshakeTimeout: handshakeTimeoutMs,
  })
  encrypted.on('secureConnection', (client) => join(client, appPort))
  encrypted.on('tlsClientError', (_, client) => client.destroy()) // one that takes too long is left open by Node

  const sockets = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    receive(socket, encrypted, origin)
  })
  await listen(server, port, host)
  server.on('error', () => {}) // of a connection that could not be taken: the next one may be

  const stop = async () => {
    const closed = once(server, 'close')
    server.close()
    for (const socket of sockets) socket.destroy()
    await closed
  }
  return { said: `on ${host}:${port}`, stop }
}
