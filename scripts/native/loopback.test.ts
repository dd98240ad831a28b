import { once } from 'node:events'
import { request, type IncomingHttpHeaders } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { listenForAnswer } from './loopback'

const state = 'the-state-of-this-request'
const ending: AbortController[] = []
afterEach(() => ending.splice(0).forEach((one) => one.abort()))

async function listen() {
  const end = new AbortController()
  ending.push(end)
  const { redirectUri, answer } = await listenForAnswer(state, end.signal)
  answer.catch(() => {})
  const { port, origin } = new URL(redirectUri)
  return { port: Number(port), origin, redirectUri, answer, end }
}

type Asked = { method?: string; headers?: IncomingHttpHeaders }

function ask(port: number, path: string, { method = 'GET', headers = {} }: Asked = {}) {
  return new Promise<{ status: number | undefined; text: string; headers: IncomingHttpHeaders }>(
    (resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
        let text = ''
        response.on('data', (chunk: Buffer) => (text += chunk.toString()))
        response.on('end', () => resolve({ status: response.statusCode, text, headers: response.headers }))
      })
      asked.on('error', reject).end()
    },
  )
}

const right = `/callback?code=a-code&state=${state}&iss=http%3A%2F%2Flocalhost`

async function isClosed(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => resolve(true))
    socket.on('connect', () => resolve(!socket.destroy()))
  })
}

test('by number and with any port, as the provider has it (RFC 8252 §7.3)', async () => {
  const [one, other] = await Promise.all([listen(), listen()])
  expect(one.redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/)
  expect(other.port).not.toBe(one.port)
})

test('one answer, a plain page for the person, and nobody listens any more', async () => {
  const { port, origin, answer } = await listen()
  const { status, text, headers } = await ask(port, right)
  expect([status, (await answer).href]).toEqual([200, origin + right])
  expect(text).toContain('You can close this window')
  expect(text).not.toContain('a-code')
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
  expect(headers['content-security-policy']).toContain(`default-src 'none'`)
  expect(await isClosed(port)).toBe(true)
})

test('a refusal of the provider is an answer too', async () => {
  const { port, answer } = await listen()
  await ask(port, `/callback?error=access_denied&state=${state}`)
  expect((await answer).searchParams.get('error')).toBe('access_denied')
})

const wrong: [what: string, path: string, asked?: Asked | ((port: number) => Asked)][] = [
  ['another path', `/?code=c&state=${state}`],
  ['a path below', `/callback/?code=c&state=${state}`],
  ['another case', `/Callback?code=c&state=${state}`],
  ['a favicon', '/favicon.ico'],
  ['no state', '/callback?code=c'],
  ['an empty state', '/callback?code=c&state='],
  ['another state', '/callback?code=c&state=another'],
  ['a state more', `/callback?code=c&state=another&state=${state}`],
  ['the state twice', `/callback?code=c&state=${state}&state=${state}`],
  ['HEAD', right, { method: 'HEAD' }],
  ['POST', right, { method: 'POST' }],
  ['OPTIONS', right, { method: 'OPTIONS' }],
  ['another host', right, { headers: { host: 'evil.example' } }],
  ['a name that was bound to this address', right, (port) => ({ headers: { host: `evil.example:${port}` } })],
  ['localhost', right, (port) => ({ headers: { host: `localhost:${port}` } })],
  ['the host without its port', right, { headers: { host: '127.0.0.1' } }],
  ['a host with a user', right, (port) => ({ headers: { host: `x@127.0.0.1:${port}` } })],
  ['a whole address', `http://evil.example${right}`],
  ['two slashes', `//evil.example${right}`],
]

test.each(wrong)('%s is 404, and the waiting goes on', async (_, path, asked = {}) => {
  const { port, origin, answer } = await listen()
  const { status, text } = await ask(port, path, typeof asked === 'function' ? asked(port) : asked)
  expect([status, text]).toEqual([404, ''])
  await ask(port, right)
  expect((await answer).href).toBe(origin + right)
})

async function connected(port: number) {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  return socket
}

async function said(socket: Socket): Promise<string> {
  let text = ''
  for await (const chunk of socket as AsyncIterable<Buffer>) text += chunk.toString()
  return text
}

test('of several answers in the same moment one counts', async () => {
  const { port, answer } = await listen()
  const sockets = await Promise.all(Array.from({ length: 5 }, () => connected(port)))
  sockets.forEach((socket, n) =>
    socket.write(`GET /callback?code=${n}&state=${state} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`),
  )
  const all = await Promise.all(sockets.map((socket) => said(socket).catch(() => '')))
  const taken = all.flatMap((text, n) => (text.startsWith('HTTP/1.1 200') ? [String(n)] : []))
  expect(taken).toEqual([(await answer).searchParams.get('code')])
})

test('nobody waits for ever, and then nobody listens', async () => {
  const { port, answer, end } = await listen()
  const idle = connect(port, '127.0.0.1').on('error', () => {})
  end.abort(new DOMException('late', 'TimeoutError'))
  await expect(answer).rejects.toThrow('late')
  expect(await isClosed(port)).toBe(true)
  idle.destroy()
})
