import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { once } from 'node:events'

/** A proxy before PostgreSQL that counts round trips, and makes each of them longer. */
export type Proxy = {
  /** the url of the database, by way of the proxy */
  url: string
  /** questions that were sent until now: simple queries, and groups that end with Sync */
  roundTrips: () => number
  /** by how much each is longer from now on, both ways together */
  setDelay: (delayMs: number) => void
  stop: () => Promise<void>
}

const typeBytes = 1
const lengthBytes = 4

/**
 * Reads what a client sends, and tells of each message whether it ends a question. The first one, the greeting, has no
 * type.
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

/** Hands on in order, each chunk so much later than it came. */
function forward(from: Socket, to: Socket, delayMs: () => number) {
  from.on('data', (chunk: Buffer) => {
    const wait = delayMs()
    if (wait === 0) to.write(chunk)
    else setTimeout(() => to.writable && to.write(chunk), wait)
  })
  from.on('close', () => to.destroy())
  from.on('error', () => to.destroy())
}

/** @param databaseUrl of the real one, without TLS */
export async function startProxy(databaseUrl: string): Promise<Proxy> {
  const real = new URL(databaseUrl)
  let count = 0
  let delayMs = 0
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const database = connect(Number(real.port), real.hostname)
    for (const socket of [client, database]) {
      socket.setNoDelay(true)
      open.add(socket)
      socket.on('close', () => open.delete(socket))
    }
    client.on(
      'data',
      questionCounter(() => (count += 1)),
    )
    forward(client, database, () => delayMs / 2)
    forward(database, client, () => delayMs / 2)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(databaseUrl)
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as AddressInfo).port)
  return {
    url: url.href,
    roundTrips: () => count,
    setDelay: (wanted) => (delayMs = wanted),
    stop: async () => {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
