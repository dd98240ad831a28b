import 'server-only'
import { chosenStrategy, type CookieWrite, type RequestContext, type StrategyId } from '@/lib/auth'
import { StrategyClient, type Renewed } from '@/lib/client'
import { isCookieStrategy, isTokenStrategy } from '@/lib/strategies'
import { expected, LabBrowser } from './browser'
import { Device } from './device'

const visitor = { address: '127.0.0.1', device: 'Bothways lab', deviceCookie: null }

/** Somebody at a browser of the lab, signed in under one strategy: and what a thief or a forger can do with it. */
export class LabClient extends StrategyClient {
  constructor(
    strategy: StrategyId,
    readonly browser = new LabBrowser(),
  ) {
    super(strategy, browser.api, browser)
  }

  get isToken() {
    return isTokenStrategy(this.strategy)
  }

  /**
   * A cookie that is bound to a key is renewed as a browser does it: one that is told to forget the session goes on without
   * a key, and asks like a page.
   */
  override async renew(): Promise<Renewed> {
    const { device } = this.browser
    if (this.isToken || device.sessionId === undefined) return super.renew()
    const answer = await this.browser.refreshCookie(device.sessionId)
    const isForgotten = answer.ok && 'continue' in answer.value
    if (!isForgotten) return answer
    this.browser.device = new Device()
    return super.renew()
  }

  /** Where it asks who it is. */
  get mePath() {
    return this.isToken ? '/api/me' : `/api/me?strategy=${this.strategy}`
  }

  /** A request that it sends at an instant, as the door behind the endpoints sees it. @param nonce see `presentedAt` */
  async asking(now: Date, nonce?: string): Promise<RequestContext> {
    const presented = await this.browser.presentedAt(now, nonce)
    const strategy = isCookieStrategy(this.strategy) ? this.strategy : chosenStrategy(presented)
    return { presented, strategy, visitor, now }
  }

  /** A second tab's. Asks another instance of the app, where its address is given. */
  copy = (address?: string) => new LabClient(this.strategy, this.browser.copy(address))

  /** A thief's, who has all that can be copied: not the key. */
  stolen = (address?: string) => new LabClient(this.strategy, this.browser.stolen(address))

  /** The id of its own session, as it is told. @throws Error where it is told nothing */
  async sessionId(): Promise<string> {
    const { sessions } = expected(200, await this.read('GET /api/sessions')).value
    return sessions.find(({ current }) => current)?.id ?? ''
  }

  changePassword = (currentPassword: string, newPassword: string) =>
    this.api.call('POST /api/password', {
      json: { currentPassword, newPassword },
      ...this.presenting,
    })

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
    if (this.isToken) forged.browser.tokens = { ...this.browser.tokens, access_token: credential }
    else if (name) forged.browser.setCookie(name, credential)
    return forged
  }
}
