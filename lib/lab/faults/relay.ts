import 'server-only'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

const loopback = '127.0.0.1'
const defaultPort = 5432

const typeBytes = 1
const lengthBytes = 4

/**
 * Reads what a client of PostgreSQL sends, and tells of each message whether it ends a question: a simple query, or a
 * group of messages that ends with Sync. The first message, the greeting, has no type.
 * @see PostgreSQL documentation, "Message Formats"
 */
export function questionCounter(onQuestion: () => void) {
  let rest = Buffer.alloc(0)
  let isGreeted = false
  return (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk])
    for (;;) {
      const head = isGreeted ? typeBytes : 0
      if (rest.length < head + lengthBytes) return
      const length = head + rest.readUInt32BE(head)
      if (rest.length < length) return
      const type = isGreeted ? String.fromCharCode(rest[0]!) : 'greeting'
      if (type === 'Q' || type === 'S') onQuestion()
      isGreeted = true
      rest = rest.subarray(length)
    }
  }
}

/**
 * A relay of this process before a PostgreSQL: it counts round trips, makes them longer, and can be cut.
 * Does NOT work where the URL names a Unix socket, or wants TLS or the certificate of a host by its name.
 */
export class Relay {
  #roundTripMs = 0
  #questions = 0
  #sockets = new Set<Socket>()
  #server: Server
  #url: URL
  #port = 0

  /** @param databaseUrl of the real one */
  constructor(databaseUrl: string) {
    this.#url = new URL(databaseUrl)
    const { hostname: host, port } = this.#url
    const far = { host, port: Number(port || defaultPort), noDelay: true }
    this.#server = createServer((near) => this.#join(near, connect(far)))
  }

  /** The URL of the database by way of the relay, once it is open. */
  get url(): string {
    const changed = new URL(this.#url)
    changed.hostname = loopback
    changed.port = String(this.#port)
    return changed.href
  }

  /** How many round trips were begun until now, on all connections. */
  get questions(): number {
    return this.#questions
  }

  /** Listens: on any free port the first time, afterwards on the same one. */
  async open(): Promise<void> {
    this.#server.listen(this.#port, loopback)
    await once(this.#server, 'listening')
    this.#port = (this.#server.address() as AddressInfo).port
  }

  /** Breaks what is open; from now on nobody answers. */
  async close(): Promise<void> {
    if (!this.#server.listening) return
    const closed = once(this.#server, 'close')
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  /** @param roundTripMs what a question and its answer take longer from now on, together, in whole milliseconds */
  slow(roundTripMs: number): void {
    this.#roundTripMs = roundTripMs
  }

  #join(near: Socket, far: Socket) {
    near.setNoDelay(true)
    near.on(
      'data',
      questionCounter(() => (this.#questions += 1)),
    )
    // a timer knows whole milliseconds only, so that the halves of an odd number differ
    this.#forward(near, far, () => Math.floor(this.#roundTripMs / 2))
    this.#forward(far, near, () => Math.ceil(this.#roundTripMs / 2))
  }

  #forward(from: Socket, to: Socket, delayMs: () => number) {
    this.#sockets.add(from)
    from.on('data', (chunk: Buffer) => later(delayMs(), () => to.writable && to.write(chunk)))
    from.on('error', () => {}) // 'close' follows
    from.on('close', () => {
      this.#sockets.delete(from)
      to.destroy()
    })
  }
}

/** In the order in which it came, as long as nobody makes the line faster on the way. */
function later(delayMs: number, work: () => void) {
  if (delayMs === 0) work()
  else setTimeout(work, delayMs)
}
