import { request as sendPlain, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import { request as sendOverTls } from 'node:https'
import { endpoints } from '@/lib/api-schema/api'
import { CookieJar, createClient, type Transport } from '@/lib/client'

export type Answer = {
  status: number
  headers: IncomingMessage['headers']
  setCookies: string[]
  /** of status line and headers, as they came over the wire */
  headBytes: number
  text: string
  json: <Shape = Record<string, unknown>>() => Shape
}

export type Sent = {
  /** undefined leaves one of ours out */
  headers?: OutgoingHttpHeaders
  json?: unknown
  form?: Record<string, string> | undefined
  body?: string | Buffer | undefined
}

const timeoutMs = 30_000

function content({ json, form, body }: Sent): { type?: string; body?: string | Buffer | undefined } {
  if (json !== undefined) return { type: 'application/json', body: JSON.stringify(json) }
  if (form) return { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(form).toString() }
  return { body }
}

const present = (headers: OutgoingHttpHeaders) =>
  Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined))

async function answered(message: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = []
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  const setCookies = message.headers['set-cookie'] ?? []
  const json = <Shape>() => JSON.parse(text) as Shape
  const headBytes = bytesOfHead(message)
  return { status: message.statusCode ?? 0, headers: message.headers, setCookies, headBytes, text, json }
}

function bytesOfHead({ httpVersion, statusCode, statusMessage, rawHeaders }: IncomingMessage) {
  const fields = rawHeaders.map((text, at) => text + (at % 2 ? '\r\n' : ': ')).join('')
  return Buffer.byteLength(`HTTP/${httpVersion} ${statusCode} ${statusMessage}\r\n${fields}\r\n`, 'latin1')
}

/**
 * A browser without a page: cookies, and the `Origin` that a form of the app would send. Follows no redirect. What is to be
 * refused, or is no call of the API, goes by `send`, character by character as it is written.
 */
export class Client {
  jar = new CookieJar()
  /** every answer, for whoever checks all of them */
  readonly answers: Answer[] = []

  /** @param app `ca`: the authority that alone is trusted, PEM; absent: whatever certificate is shown */
  constructor(private readonly app: { url: string; origin: string; ca?: string }) {}

  /** The API, as its table has it: `ok` is false for an answer that is not of the schema of its endpoint. */
  readonly api = createClient(this.transport, endpoints)

  private get transport(): Transport {
    return async (path, { method, headers, body }) => {
      const answer = await this.send(method, path, { headers, body })
      const fields = Object.entries(answer.headers).flatMap(([name, value]) =>
        [value ?? []].flat().map((one): [string, string] => [name, one]),
      )
      return new Response(answer.text || null, { status: answer.status, headers: fields })
    }
  }

  async send(method: string, path: string, sent: Sent = {}): Promise<Answer> {
    const { type, body } = content(sent)
    const own: OutgoingHttpHeaders = {}
    if (!['GET', 'HEAD'].includes(method)) own.origin = this.app.origin
    if (this.jar.size > 0) own.cookie = this.jar.header
    if (type) own['content-type'] = type
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
    const answer = await this.exchange(method, path, present({ ...length, ...own, ...sent.headers }), body)
    this.jar.keep(answer.setCookies)
    this.answers.push(answer)
    return answer
  }

  get = (path: string, headers: OutgoingHttpHeaders = {}) => this.send('GET', path, { headers })
  post = (path: string, json: unknown = {}, headers: OutgoingHttpHeaders = {}) =>
    this.send('POST', path, { json, headers })

  /** The path goes out character by character as it is given. */
  private exchange(method: string, path: string, headers: OutgoingHttpHeaders, body?: string | Buffer) {
    const { hostname, port, protocol } = new URL(this.app.url)
    const send = protocol === 'https:' ? sendOverTls : sendPlain
    return new Promise<Answer>((resolve, reject) => {
      const { ca } = this.app
      const trust = ca === undefined ? { rejectUnauthorized: false } : { ca } // a proxy of a test signs its own
      const options = { hostname, port, method, path, headers, timeout: timeoutMs, ...trust }
      const request = send(options, (message) => void answered(message).then(resolve, reject))
      request.on('error', reject)
      request.on('timeout', () =>
        request.destroy(new Error(`${method} ${path}: no answer in ${timeoutMs} ms`)),
      )
      request.end(body)
    })
  }
}
