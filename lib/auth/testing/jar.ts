import 'server-only'
import { chosenStrategy } from '../read'
import type { RequestContext } from '../request-context'
import type { CookieWrite, Presented, Tokens } from '../contract'

/** What a client holds, as far as the door can see: what was issued goes in, what is presented comes out. */
export class Jar {
  readonly #cookies = new Map<string, string>()
  tokens: Partial<Tokens> = {}

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

  /** What a thief has, who read all of it at this moment. */
  copy(): Jar {
    const copied = new Jar().hold({ ...this.tokens })
    for (const [name, value] of this.#cookies) copied.#cookies.set(name, value)
    return copied
  }

  set(name: string, value: string): this {
    this.#cookies.set(name, value)
    return this
  }

  get(name: string) {
    return this.#cookies.get(name)
  }

  get presented(): Presented {
    const { access_token } = this.tokens
    const authorization = access_token === undefined ? null : `Bearer ${access_token}`
    return { cookies: new Map(this.#cookies), authorization }
  }

  /** A request that it sends at an instant. @param strategy whose cookie counts; as it chose, where nothing is said */
  ctx(now: Date, strategy = chosenStrategy(this.presented)): RequestContext {
    return {
      presented: this.presented,
      strategy,
      now,
      visitor: { address: '192.0.2.1', device: 'Test browser', deviceCookie: null },
    }
  }
}
