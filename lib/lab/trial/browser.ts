import 'server-only'
import type { Presented } from '@/lib/auth'
import {
  CookieJar,
  createClient,
  exchange,
  nodeTransport,
  type ApiClient,
  type Content,
  type Exchange,
  type Fetch,
  type Tokens,
  type Transport,
} from '@/lib/client'
import { env } from '@/lib/env'

type Successful<Answer> = Answer extends { ok: boolean } ? Extract<Answer, { ok: true }> : Answer

/** What an experiment rests on. @throws Error where the app answered otherwise: then there is no outcome */
export function expected<Answer extends Exchange>(status: number, answer: Answer): Successful<Answer> {
  const isRefused = 'ok' in answer && answer.ok !== status < 300
  if (answer.status !== status || isRefused) throw new Error(`Expected ${status}, got ${answer.status}`)
  return answer as Successful<Answer>
}

const reachable: Record<string, string> = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }

/** Where this very process listens. */
export function ownAddress() {
  const { HOST, PORT } = env()
  const host = reachable[HOST] ?? (HOST.includes(':') ? `[${HOST}]` : HOST)
  return `http://${host}:${PORT}`
}

/** How it asks, and whom: this very app, unless it is another origin, or another instance of it at another address. */
type Way = { fetch?: Fetch; origin?: string; address?: string }

/** Silence says nothing of a strategy: it ends the experiment. */
function unlessSilent<Answer extends Exchange>(answer: Answer): Answer {
  if (answer.status === 0) throw answer.cause
  return answer
}

/**
 * A browser of the lab: cookies and tokens of its own, and real requests to this very app over HTTP. It sends the
 * `Origin` of the app, as a page of it would. An attacker is another one, or a copy.
 */
export class LabBrowser {
  readonly #jar: CookieJar
  readonly #transport: Transport
  /** The API of the app. @throws where no answer comes in 20 seconds */
  readonly api: ApiClient
  /** what a script of the page holds; sent as `Authorization` where it is there */
  tokens: Partial<Tokens> = {}

  constructor(
    readonly way: Way = {},
    jar = new CookieJar(),
  ) {
    const { fetch, origin = env().AUTH_URL, address = way.origin ?? ownAddress() } = way
    const common = { address, origin, jar, userAgent: 'Bothways lab', timeoutMs: 20_000 }
    const client = createClient((this.#transport = nodeTransport({ ...common, fetch })))
    this.#jar = jar
    this.api = {
      call: async (operation, ...options) => unlessSilent(await client.call(operation, ...options)),
    }
  }

  /** What somebody has who read everything at this moment. Asks another instance, where one is named. */
  copy(address?: string): LabBrowser {
    const way = address === undefined ? this.way : { ...this.way, address }
    const copied = new LabBrowser(way, this.#jar.copy())
    copied.tokens = { ...this.tokens }
    return copied
  }

  get cookies(): ReadonlyMap<string, string> {
    return this.#jar
  }

  setCookie(name: string, value: string) {
    this.#jar.set(name, value)
  }

  /** What it would present now, for a look at it with another clock. */
  get presented(): Presented {
    const { access_token } = this.tokens
    return {
      cookies: new Map(this.#jar),
      authorization: access_token === undefined ? null : `Bearer ${access_token}`,
    }
  }

  /** A request that is no call of the API: pages, redirects, the provider. With all that this browser holds. */
  send = async (method: 'GET' | 'POST', path: string, content: Content = {}): Promise<Exchange> =>
    unlessSilent(
      await exchange(this.#transport, method, path, { bearer: this.tokens.access_token, ...content }),
    )
}
