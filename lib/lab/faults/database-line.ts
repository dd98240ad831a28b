import 'server-only'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { withConnection } from '@/lib/db/prisma-client'
import { env } from '@/lib/env'

/** The way to the database, for the calls of one trial. */
export type DatabaseLine = {
  /** @param roundTripMs what a question and its answer take longer from now on, together */
  slow: (roundTripMs: number) => void
  /** breaks what is open; from now on nobody answers */
  cut: () => Promise<void>
  mend: () => Promise<void>
}

const loopback = '127.0.0.1'
const defaultPort = 5432

/**
 * Runs `work` with a database connection that leads through a line of its own: a relay of this process, which can be
 * slowed and cut. Only calls below `work`, in this process, notice; the line ends with it.
 * Does NOT work where DATABASE_URL names a Unix socket, or wants the certificate of a host by its name.
 */
export async function onDatabaseLine<Result>(work: (line: DatabaseLine) => Promise<Result>): Promise<Result> {
  const url = new URL(env().DATABASE_URL)
  const relay = new Relay(url.hostname, Number(url.port || defaultPort))
  const port = await relay.open()
  try {
    return await withConnection(withAddress(url, port), () => work(relay.line(port)))
  } finally {
    await relay.close()
  }
}

function withAddress(url: URL, port: number) {
  const changed = new URL(url)
  changed.hostname = loopback
  changed.port = String(port)
  return changed.href
}

class Relay {
  #delayMs = 0
  #sockets = new Set<Socket>()
  #server: Server

  constructor(host: string, port: number) {
    this.#server = createServer((near) => this.#join(near, connect({ host, port, noDelay: true })))
  }

  /** @returns the port it listens on */
  async open(port = 0): Promise<number> {
    this.#server.listen(port, loopback)
    await once(this.#server, 'listening')
    return (this.#server.address() as AddressInfo).port
  }

  async close() {
    if (!this.#server.listening) return
    const closed = once(this.#server, 'close')
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  line = (port: number): DatabaseLine => ({
    slow: (roundTripMs) => (this.#delayMs = roundTripMs / 2),
    cut: () => this.close(),
    mend: async () => void (await this.open(port)),
  })

  #join(near: Socket, far: Socket) {
    near.setNoDelay(true)
    this.#forward(near, far)
    this.#forward(far, near)
  }

  #forward(from: Socket, to: Socket) {
    this.#sockets.add(from)
    from.on('data', (chunk) => this.#later(() => to.write(chunk)))
    from.on('error', () => {}) // 'close' follows
    from.on('close', () => {
      this.#sockets.delete(from)
      to.destroy()
    })
  }

  /** In the order in which it came, as long as nobody makes the line faster on the way. */
  #later(work: () => void) {
    if (this.#delayMs === 0) work()
    else setTimeout(work, this.#delayMs)
  }
}
