import 'server-only'
import type { Presented } from '@/lib/auth'
import {
  CookieJar,
  createClient,
  exchange,
  nodeTransport,
  Prover,
  type ApiClient,
  type Content,
  type Exchange,
  type Fetch,
  type Tokens,
  type Transport,
} from '@/lib/client'
import { env } from '@/lib/env'
import { challengeIn, Device } from './device'
import { proofAt, type ProofOptions } from './proof-at'

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
  /** its key, for tokens that are bound to one; nobody can copy it */
  prover = new Prover(() => env().AUTH_URL)
  /** the key that its session cookie is bound to; nobody can copy it */
  device = new Device()

  constructor(
    readonly way: Way = {},
    jar = new CookieJar(),
  ) {
    const { fetch, origin = env().AUTH_URL, address = way.origin ?? ownAddress() } = way
    const common = { address, origin, jar, userAgent: 'Bothways lab', timeoutMs: 20_000 }
    const client = createClient((this.#transport = nodeTransport({ ...common, fetch })))
    this.#jar = jar
    this.api = {
      call: async (operation, ...options) =>
        this.#bound(unlessSilent(await client.call(operation, ...options))),
    }
  }

  /** Binds its session to its key where an answer asks for that, as a browser does by itself. */
  async #bound<Answer extends Exchange>(answer: Answer): Promise<Answer> {
    const challenge = challengeIn(answer.headers.get('secure-session-registration'))
    if (challenge === undefined) return answer
    this.device = new Device()
    const headers = { 'Secure-Session-Response': await this.device.response(challenge, true) }
    const { value } = expected(200, await this.api.call('POST /api/dbsc/register', { headers }))
    this.device.sessionId = value.session_identifier
    return answer
  }

  /** Gets the next cookie of a session that is bound to its key. */
  async refreshCookie(sessionId: string) {
    const asked = { 'Sec-Secure-Session-Id': sessionId }
    const first = await this.api.call('POST /api/dbsc/refresh', { headers: asked })
    const challenge = challengeIn(first.headers.get('secure-session-challenge'))
    if (challenge === undefined) return first
    const headers = { ...asked, 'Secure-Session-Response': await this.device.response(challenge, false) }
    return this.api.call('POST /api/dbsc/refresh', { headers })
  }

  /** Another tab of the same browser, with the same key. Asks another instance, where one is named. */
  copy(address?: string): LabBrowser {
    const tab = this.stolen(address)
    tab.prover = this.prover
    tab.device = this.device
    return tab
  }

  /** What somebody has elsewhere who read everything that can be read at this moment: a key of their own at best. */
  stolen(address?: string): LabBrowser {
    const way = address === undefined ? this.way : { ...this.way, address }
    const copied = new LabBrowser(way, this.#jar.copy())
    copied.tokens = { ...this.tokens }
    copied.device = new Device(this.device.sessionId)
    return copied
  }

  get cookies(): ReadonlyMap<string, string> {
    return this.#jar
  }

  setCookie(name: string, value: string) {
    this.#jar.set(name, value)
  }

  /** Whether its access token is bound to its key. */
  get isBound() {
    return this.tokens.token_type === 'DPoP'
  }

  /** What it would present when its clock shows `now`. @param nonce that the app asked for before */
  async presentedAt(now: Date, nonce?: string): Promise<Presented> {
    const { access_token: accessToken } = this.tokens
    const cookies = new Map(this.#jar)
    if (accessToken === undefined) return { cookies, authorization: null }
    if (!this.isBound) return { cookies, authorization: `Bearer ${accessToken}` }
    // with a nonce it asks for new tokens: such a proof accompanies none
    const options: ProofOptions = nonce === undefined ? { accessToken } : { nonce }
    return {
      cookies,
      authorization: `DPoP ${accessToken}`,
      proof: await proofAt(this.prover, now, options),
    }
  }

  /** A request that is no call of the API: pages, redirects, the provider. With all that this browser holds. */
  send = async (method: 'GET' | 'POST', path: string, content: Content = {}): Promise<Exchange> =>
    this.#bound(
      unlessSilent(
        await exchange(this.#transport, method, path, {
          accessToken: this.tokens.access_token,
          prover: this.isBound ? this.prover : undefined,
          ...content,
        }),
      ),
    )
}
