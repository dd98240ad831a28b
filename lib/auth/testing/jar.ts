import 'server-only'
import { chosenStrategy } from '../read'
import type { RequestContext } from '../request-context'
import type { CookieWrite, Presented, Tokens } from '../contract'
import { ClientKey } from './client-key'

/** What a client holds, as far as the door can see: what was issued goes in, what is presented comes out. */
export class Jar {
  readonly #cookies = new Map<string, string>()
  tokens: Partial<Tokens> = {}
  /** of its device, for a cookie that is bound to one */
  device: ClientKey | undefined
  /** the session that its device was told to present, once it has registered */
  boundSessionId: string | undefined
  /** of this client, for tokens that are bound to one; where it has none, no proof goes with its requests */
  key: ClientKey | undefined

  keep(writes: CookieWrite[]): this {
    for (const { name, value, maxAgeSeconds } of writes)
      if (maxAgeSeconds > 0) this.#cookies.set(name, value)
      else this.#cookies.delete(name)
    return this
  }

  hold(tokens: Partial<Tokens>): this {
    this.tokens = tokens
    return this
  }

  /** What the same client holds at this moment: another tab of it, with the same key. */
  copy(): Jar {
    const tab = this.stolen()
    tab.key = this.key
    tab.device = this.device
    return tab
  }

  /** What a thief has who read all that can be read at this moment: a key of their own at best. */
  stolen(): Jar {
    const copied = new Jar().hold({ ...this.tokens })
    copied.key = this.key && new ClientKey()
    copied.device = this.device && new ClientKey()
    copied.boundSessionId = this.boundSessionId
    for (const [name, value] of this.#cookies) copied.#cookies.set(name, value)
    return copied
  }

  withKey(key = this.key ?? new ClientKey()): this {
    this.key = key
    return this
  }

  set(name: string, value: string): this {
    this.#cookies.set(name, value)
    return this
  }

  get(name: string) {
    return this.#cookies.get(name)
  }

  get presented(): Presented {
    return this.presentedAt(new Date())
  }

  /** A request of its own each time: a proof counts once. @param now of the client's clock */
  presentedAt(now: Date): Presented {
    const { access_token: accessToken, token_type: type = 'Bearer' } = this.tokens
    const cookies = new Map(this.#cookies)
    const authorization = accessToken === undefined ? null : `${type} ${accessToken}`
    return this.key
      ? { cookies, authorization, proof: this.key.proof(now, { accessToken }) }
      : { cookies, authorization }
  }

  /** A request that it sends at an instant. @param strategy whose cookie counts; as it chose, where nothing is said */
  ctx(now: Date, strategy = chosenStrategy(this.presentedAt(now))): RequestContext {
    return {
      presented: this.presentedAt(now),
      strategy,
      now,
      visitor: { address: '192.0.2.1', device: 'Test browser', deviceCookie: null },
    }
  }
}
