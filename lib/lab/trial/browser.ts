import 'server-only'
import type { Presented } from '@/lib/auth'
import { env } from '@/lib/env'

type Sent = { json?: unknown; form?: Record<string, string>; headers?: Record<string, string> }

/** `ms`: from the first byte sent to the last byte read. `bytes`: of the body */
export type Answered = { status: number; body: unknown; headers: Headers; ms: number; bytes: number }

/** What an experiment rests on. @throws Error where the app answered otherwise: then there is no outcome */
export function expected(status: number, answer: Answered): Answered {
  if (answer.status !== status) throw new Error(`Expected ${status}, got ${answer.status}`)
  return answer
}

const reachable: Record<string, string> = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }

/** Where this very process listens. */
export function ownAddress() {
  const { HOST, PORT } = env()
  const host = reachable[HOST] ?? (HOST.includes(':') ? `[${HOST}]` : HOST)
  return `http://${host}:${PORT}`
}

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** How it asks, and whom: this very app, unless it is another origin, or another instance of it at another address. */
type Way = { fetch?: Fetch; origin?: string; address?: string }

const content = ({ json, form }: Sent) =>
  json !== undefined
    ? { body: JSON.stringify(json), type: 'application/json' }
    : form
      ? { body: new URLSearchParams(form).toString(), type: 'application/x-www-form-urlencoded' }
      : {}

/**
 * A browser of the lab: cookies and tokens of its own, and real requests to this very app over HTTP. It sends the
 * `Origin` of the app, as a page of it would. An attacker is another one, or a copy.
 */
export class LabBrowser {
  #cookies = new Map<string, string>()
  /** what a script of the page holds; sent as `Authorization` where it is there */
  tokens: { access_token?: string; refresh_token?: string } = {}

  constructor(readonly way: Way = {}) {}

  /** The instance that it asks: this very process, where nothing else is said. */
  get address() {
    return this.way.address ?? this.way.origin ?? ownAddress()
  }

  /** What somebody has who read everything at this moment. Asks another instance, where one is named. */
  copy(address?: string): LabBrowser {
    const copied = new LabBrowser(address === undefined ? this.way : { ...this.way, address })
    copied.#cookies = new Map(this.#cookies)
    copied.tokens = { ...this.tokens }
    return copied
  }

  get cookies(): ReadonlyMap<string, string> {
    return this.#cookies
  }

  setCookie(name: string, value: string) {
    this.#cookies.set(name, value)
  }

  /** What it would present now, for a look at it with another clock. */
  get presented(): Presented {
    const { access_token } = this.tokens
    return {
      cookies: new Map(this.#cookies),
      authorization: access_token === undefined ? null : `Bearer ${access_token}`,
    }
  }

  async send(method: 'GET' | 'POST' | 'DELETE', path: string, sent: Sent = {}): Promise<Answered> {
    const start = performance.now()
    const { body, type } = content(sent)
    const { fetch: ask = fetch } = this.way
    const response = await ask(this.address + path, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(20_000),
      headers: { ...this.#headers(method, type), ...sent.headers },
      ...(body !== undefined && { body }),
    })
    const text = await response.text()
    const ms = performance.now() - start
    this.#keep(response.headers.getSetCookie())
    return { status: response.status, body: parsed(text), headers: response.headers, ms, bytes: text.length }
  }

  #headers(method: string, type: string | undefined): Record<string, string> {
    const { cookies, authorization } = this.presented
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    return {
      'user-agent': 'Bothways lab',
      ...(method !== 'GET' && { origin: this.way.origin ?? env().AUTH_URL }),
      ...(cookie && { cookie }),
      ...(authorization !== null && { authorization }),
      ...(type && { 'content-type': type }),
    }
  }

  #keep(lines: string[]) {
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
      const at = pair.indexOf('=')
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)]
      if (value === '' || attributes.some((one) => /^max-age=0$/i.test(one))) this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}
