import 'server-only'
import { chosenStrategy, type CookieWrite, type RequestContext, type StrategyId } from '@/lib/auth'
import { isCookieStrategy, isTokenStrategy } from '@/lib/strategies'
import { expected, LabBrowser, type Answered } from './browser'

type Credentials = { email: string; password: string }
type ListedSession = { id: string; current: boolean }

const visitor = { address: '127.0.0.1', device: 'Bothways lab', deviceCookie: null }

/** Somebody at a browser, signed in under one strategy: what they can do, whatever carries their credential. */
export class LabClient {
  constructor(
    readonly strategy: StrategyId,
    readonly browser = new LabBrowser(),
  ) {}

  get isToken() {
    return isTokenStrategy(this.strategy)
  }

  /** A request that it sends at an instant, as the door behind the endpoints sees it. */
  asking(now: Date): RequestContext {
    const { presented } = this.browser
    const strategy = isCookieStrategy(this.strategy) ? this.strategy : chosenStrategy(presented)
    return { presented, strategy, visitor, now }
  }

  /** A thief's, or a second tab's. Asks another instance of the app, where its address is given. */
  copy = (address?: string) => new LabClient(this.strategy, this.browser.copy(address))

  async signIn({ email, password }: Credentials): Promise<Answered> {
    const json = { email, password, strategy: this.strategy }
    return this.#holding(
      await this.browser.send('POST', this.isToken ? '/api/token' : '/api/sign-in', { json }),
    )
  }

  /** Where it asks who it is. */
  get mePath() {
    return this.isToken ? '/api/me' : `/api/me?strategy=${this.strategy}`
  }

  me = () => this.browser.send('GET', this.mePath)

  async renew(): Promise<Answered> {
    const { refresh_token = '' } = this.browser.tokens
    if (!this.isToken) return this.browser.send('POST', '/api/renew', { json: { strategy: this.strategy } })
    return this.#holding(
      await new LabBrowser(this.browser.way).send('POST', '/api/token/refresh', { json: { refresh_token } }),
    )
  }

  signOut = () =>
    this.browser.send('POST', '/api/sign-out', { json: this.isToken ? {} : { strategy: this.strategy } })

  adminStats = () => this.browser.send('GET', '/api/admin/stats')

  /** Where the person is signed in, as this browser is told. @throws Error where it is told nothing */
  async sessions(): Promise<ListedSession[]> {
    const { body } = expected(200, await this.browser.send('GET', '/api/sessions'))
    return (body as { sessions: ListedSession[] }).sessions
  }

  async sessionId(): Promise<string> {
    return (await this.sessions()).find(({ current }) => current)?.id ?? ''
  }

  endSession = (id: string) => this.browser.send('DELETE', `/api/sessions/${id}`)

  changePassword = (currentPassword: string, newPassword: string) =>
    this.browser.send('POST', '/api/password', { json: { currentPassword, newPassword } })

  /** The credential as it goes over the wire. */
  get credential(): string {
    if (this.isToken) return this.browser.tokens.access_token ?? ''
    const entry = [...this.browser.cookies].find(([name]) => name.endsWith(`session.${this.strategy}`))
    return entry?.[1] ?? ''
  }

  /** The cookie that carries it, as a browser keeps it; none for a token. */
  get cookies(): CookieWrite[] {
    const cookies = [...this.browser.cookies].map(([name, value]) => ({ name, value, maxAgeSeconds: 600 }))
    return cookies.filter(({ value }) => value === this.credential)
  }

  /** The same client with another credential: what an attacker sends who made one up. */
  withCredential(credential: string): LabClient {
    const forged = this.copy()
    const name = [...this.browser.cookies.keys()].find((one) => one.endsWith(`session.${this.strategy}`))
    if (this.isToken) forged.browser.tokens = { access_token: credential }
    else if (name) forged.browser.setCookie(name, credential)
    return forged
  }

  #holding(answer: Answered): Answered {
    if (this.isToken && answer.status === 200) this.browser.tokens = answer.body as LabBrowser['tokens']
    return answer
  }
}
