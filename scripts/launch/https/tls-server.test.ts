import { once } from 'node:events'
import { createServer, request, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { Agent, request as requestOverTls } from 'node:https'
import { connect, createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import tls from 'node:tls'
import { afterEach, expect, test } from 'vitest'
import { LaunchError } from '../service'
import { makeAuthority, makeCertificate } from './certificates'
import { startTlsServer } from './tls-server'

const authority = makeAuthority(new Date())
const certificate = makeCertificate(authority, ['localhost', '127.0.0.1'], new Date())
const host = '127.0.0.1'
const ca = authority.certificate

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function portOf(server: Server | ReturnType<typeof createTcpServer>) {
  server.listen(0, host)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

async function freePort() {
  const server = createTcpServer()
  const port = await portOf(server)
  server.close()
  await once(server, 'close')
  return port
}

/** An app, and TLS before it. */
async function serve(app: Server | ReturnType<typeof createTcpServer>) {
  const appPort = await portOf(app)
  ends.push(async () => app.close())
  const port = await freePort()
  const server = await startTlsServer({ certificate, host, port, appPort, origin: 'https://localhost:3000' })
  let isStopped = false
  const stop = async () => {
    if (!isStopped) await server.stop()
    isStopped = true
  }
  ends.push(stop)
  return { port, stop }
}

const answering = (listener: RequestListener) => createServer(listener)
const hello = () => answering((_, response) => response.end('hello'))

/** What a server says until it ends. @throws where the connection is broken */
async function textOf(stream: AsyncIterable<unknown>) {
  let text = ''
  for await (const chunk of stream) text += String(chunk)
  return text
}

async function get(port: number, options: { agent?: Agent; path?: string } = {}) {
  const sent = requestOverTls({ host, port, ca, agent: false, ...options }).end()
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  return { status: answer.statusCode, text: await textOf(answer), answer }
}

/** TLS without http: what is written is up to the test. */
async function connected(port: number, options: tls.ConnectionOptions = {}) {
  const socket = tls.connect({ host, port, ca, ...options })
  await once(socket, 'secureConnect')
  return socket
}

const oneRequest = 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'

test('what a client asks goes to the app, and the answer back, over one connection that is kept', async () => {
  const sockets = new Set<Socket>()
  const { port } = await serve(
    answering((asked, response) => {
      sockets.add(asked.socket)
      response.end(asked.url)
    }),
  )
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  for (const path of ['/one', '/two', '/three'])
    expect(await get(port, { agent, path })).toMatchObject({ text: path })
  expect(sockets.size).toBe(1)
  agent.destroy()
})

test('TLS 1.3 and 1.2, http/1.1 and no other', async () => {
  const { port } = await serve(hello())
  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    const socket = await connected(port, { maxVersion: version, ALPNProtocols: ['h2', 'http/1.1'] })
    expect([socket.getProtocol(), socket.alpnProtocol]).toEqual([version, 'http/1.1'])
    socket.destroy()
  }
  await expect(connected(port, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1' })).rejects.toThrow()
  await expect(connected(port, { ALPNProtocols: ['h2'] })).rejects.toThrow(/no application protocol/)
  expect(await get(port)).toMatchObject({ text: 'hello' })
})

test('a client that knows the authority alone trusts it; one that does not, does not', async () => {
  const { port } = await serve(hello())
  expect((await connected(port)).authorized).toBe(true)
  await expect(connected(port, { ca: undefined })).rejects.toThrow(/unable to verify/)
})

test.each([
  'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'POST / HTTP/1.1\r\nContent-Length: 999999\r\n\r\nhalf',
  'SSH-2.0\r\n',
  '\0',
])('who comes without TLS is told where https is: %j', async (said) => {
  const { port } = await serve(hello())
  const socket = connect(port, host)
  socket.write(said)
  const text = await textOf(socket)
  expect(text).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
  expect(text).toMatch(/\r\n\r\nThis port speaks https: https:\/\/localhost:3000\n$/)
})

test('an http client reads that answer', async () => {
  const { port } = await serve(hello())
  const sent = request({ host, port, agent: false, method: 'POST' }).end('x'.repeat(1_000_000))
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  expect(answer.statusCode).toBe(400)
  expect(await textOf(answer)).toBe('This port speaks https: https://localhost:3000\n')
})

/** Passes on one byte at a time. */
async function dripping(port: number) {
  const server = createTcpServer((client) => {
    const there = connect(port, host)
    there.setNoDelay(true)
    there.pipe(client)
    client.on('error', () => {})
    void (async () => {
      for await (const chunk of client as AsyncIterable<Buffer>)
        for (const byte of chunk) {
          there.write(Buffer.of(byte))
          await new Promise(setImmediate)
        }
      there.end()
    })()
  })
  ends.push(async () => server.close())
  return portOf(server)
}

test('a handshake that comes byte by byte is one', async () => {
  const { port } = await serve(hello())
  expect(await get(await dripping(port))).toMatchObject({ text: 'hello' })
})

test('a stream arrives as it is sent, not at its end', async () => {
  let goOn = () => {}
  const { port } = await serve(
    answering((_, response) => {
      response.write('data: one\n\n')
      goOn = () => response.end('data: two\n\n')
    }),
  )
  const sent = requestOverTls({ host, port, ca, agent: false }).end()
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  const pieces: string[] = []
  for await (const piece of answer as AsyncIterable<Buffer>) {
    pieces.push(piece.toString())
    goOn() // not before the first piece is there
  }
  expect(pieces).toEqual(['data: one\n\n', 'data: two\n\n'])
})

test('a client that reads slowly slows the app down: nothing is piled up between', async () => {
  const piece = Buffer.alloc(64 * 1024)
  let sentBytes = 0
  const { port } = await serve(
    createTcpServer((socket) => {
      const send = () => {
        while (sentBytes < 256 * piece.length) {
          sentBytes += piece.length
          if (!socket.write(piece)) return socket.once('drain', send)
        }
        return socket.end()
      }
      socket.on('error', () => {})
      send()
    }),
  )
  const client = await connected(port)
  let before = -1
  while (before !== sentBytes) {
    before = sentBytes
    await delay(300) // until nothing moves any more
  }
  expect(sentBytes).toBeLessThan(200 * piece.length)
  let received = 0
  for await (const chunk of client as AsyncIterable<Buffer>) received += chunk.length
  expect(received).toBe(256 * piece.length)
})

test('a client that says that it is done still gets its answer', async () => {
  const { port } = await serve(
    createTcpServer({ allowHalfOpen: true }, (socket) => {
      socket.resume().on('end', () => socket.end('you are done'))
    }),
  )
  const socket = await connected(port, { allowHalfOpen: true } as tls.ConnectionOptions)
  socket.end(oneRequest)
  expect(await textOf(socket)).toBe('you are done')
})

test('an app that says that it is done still gets what the client says', async () => {
  let heard: Promise<string> = Promise.resolve('')
  const { port } = await serve(
    createTcpServer({ allowHalfOpen: true }, (socket) => {
      socket.end('the app is done')
      heard = textOf(socket)
    }),
  )
  const socket = await connected(port, { allowHalfOpen: true } as tls.ConnectionOptions)
  let said = ''
  socket.on('data', (chunk: Buffer) => (said += chunk.toString()))
  await once(socket, 'end')
  expect(said).toBe('the app is done')
  socket.end('so is the client')
  await once(socket, 'close')
  expect(await heard).toBe('so is the client')
})

test('a client that leaves without a word is let go', async () => {
  const { port } = await serve(hello())
  const socket = connect(port, host).end()
  expect(await textOf(socket)).toBe('')
  await once(socket, 'close')
})

test('an answer that the app breaks off is broken off, not ended', async () => {
  const { port } = await serve(
    answering((_, response) => {
      response.writeHead(200, { 'Content-Length': 100 })
      response.write('half', () => response.socket?.resetAndDestroy())
    }),
  )
  await expect(get(port)).rejects.toThrow(/aborted|ECONNRESET|hang up/)
})

test('a client that goes away is away for the app', async () => {
  let gone: Promise<unknown> = Promise.resolve()
  const { port } = await serve(
    answering((asked, response) => {
      gone = once(asked.socket, 'close')
      response.write('a stream that has no end')
    }),
  )
  const sent = requestOverTls({ host, port, ca, agent: false }).end()
  await once(sent, 'response')
  sent.on('error', () => {}).destroy()
  await gone
})

test('connections that fail in every way end nothing but themselves', async () => {
  const { port } = await serve(hello())
  const raw = () => connect(port, host).on('error', () => {})
  const hostile: (() => Promise<unknown>)[] = [
    async () => raw().destroy(),
    async () => raw().resetAndDestroy(),
    async () => raw().end(),
    async () => raw().end(Buffer.of(22)),
    async () => raw().end(Buffer.from([22, 3, 1, 255, 255, ...Buffer.alloc(300)])),
    async () => {
      const socket = raw()
      socket.write(Buffer.from([22, 3, 1, 0]), () => socket.resetAndDestroy())
    },
    async () => {
      const socket = raw()
      socket.write('GET / HTTP/1.1\r\n', () => socket.resetAndDestroy())
    },
    async () => (await connected(port)).destroy(),
    async () => (await connected(port)).end(),
    async () => {
      const inner = raw()
      const socket = tls.connect({ socket: inner, ca, servername: 'localhost' })
      socket.on('error', () => {})
      await once(socket, 'secureConnect')
      socket.write(oneRequest, () => inner.resetAndDestroy())
    },
    async () => {
      const inner = raw()
      const socket = tls.connect({ socket: inner, ca, servername: 'localhost' })
      socket.on('error', () => {})
      await once(socket, 'secureConnect')
      inner.end('not of TLS')
    },
  ]
  for (let round = 0; round < 5; round++) await Promise.all(hostile.map((open) => open()))
  expect(await get(port)).toMatchObject({ text: 'hello' })
})

test('while the app is not there a connection is closed; the next one reaches it when it is', async () => {
  const appPort = await freePort()
  const port = await freePort()
  const server = await startTlsServer({ certificate, host, port, appPort, origin: 'https://localhost' })
  ends.push(server.stop)
  await expect(get(port)).rejects.toThrow(/ECONNRESET|hang up/)
  const app = hello().listen(appPort, host)
  await once(app, 'listening')
  ends.push(async () => app.close())
  expect(await get(port)).toMatchObject({ text: 'hello' })
})

test('stopping closes every connection: idle, silent, and in the middle of an answer', async () => {
  const { port, stop } = await serve(answering((_, response) => void response.write('a beginning')))
  const silent = connect(port, host)
  const idle = await connected(port)
  const busy = await connected(port)
  busy.write(oneRequest)
  await once(busy, 'data')
  const all = [silent, idle, busy].map((socket) =>
    once(
      socket.on('error', () => {}),
      'close',
    ),
  )
  await stop()
  await Promise.all(all)
  await expect(connected(port)).rejects.toThrow(/ECONNREFUSED/)
})

test('a port in use is one sentence that names PORT', async () => {
  const other = createTcpServer()
  const port = await portOf(other)
  ends.push(async () => other.close())
  const start = startTlsServer({ certificate, host, port, appPort: 1, origin: 'https://localhost' })
  await expect(start).rejects.toThrow(LaunchError)
  await expect(start).rejects.toThrow(`PORT: port ${port} is in use by something else; choose another.`)
})
