import { strategyNames } from '@/app/components/strategy'
import { isTokenStrategy, strategyIds, type StrategyId } from '@/lib/strategies'
import type { CredentialInspection } from '@/lib/lab'
import { redacted } from '@/lib/redacted'
import { Caller } from './caller'
import type { Column } from './column'
import { under, type ApiAnswer } from './send-request'
import { answered, fault, took, verdictOn } from './in-words'
import { findExposure } from './exposure'
import type { Tokens } from './wallet'

/** Who listens: what a column shows now, and what happened, in a sentence. */
export type Audience = {
  show: (strategy: StrategyId, change: Partial<Column>) => void
  say: (text: string) => void
}

export type Credentials = { email: string; password: string }

const ownCookie = (strategy: StrategyId) => (isTokenStrategy(strategy) ? {} : { strategy })

/** What can be done here under a strategy, whatever carries its credential. Every word that it says was observed. */
export class CompareController {
  readonly #caller = new Caller()
  readonly stop = this.#caller.stop
  readonly untilStopped = (work: () => Promise<unknown>) => this.#caller.untilStopped(work)

  constructor(private readonly audience: Audience) {}

  say = (strategy: StrategyId, text: string) => this.audience.say(`${strategyNames[strategy]}: ${text}`)

  /** @returns why not, or null when the person is signed in */
  async signIn(strategy: StrategyId, credentials: Credentials): Promise<string | null> {
    const path = isTokenStrategy(strategy) ? '/api/token' : '/api/sign-in'
    const json = { ...credentials, strategy }
    const answer = await this.#caller.send(strategy, { method: 'POST', path, json })
    if (answer.status !== 200) return fault(answer)
    if (isTokenStrategy(strategy)) this.#caller.wallet.keep(strategy, answer.body as Tokens)
    this.audience.show(strategy, { answer: null, copy: null, copyAnswer: null })
    this.say(strategy, `signed in, ${took(answer)}.`)
    await this.look(strategy)
    return null
  }

  /** Asks the server what it makes of the credential, and looks where the page can see it. */
  async look(strategy: StrategyId) {
    const isNobody = isTokenStrategy(strategy) && !this.#caller.wallet.tokens(strategy)
    if (isNobody) return this.see(strategy, null)
    const sent = { method: 'POST', path: '/api/lab/held', json: ownCookie(strategy) } as const
    const answer = await this.#caller.send(strategy, sent)
    if (answer.status !== 200) return this.say(strategy, fault(answer))
    this.see(strategy, answer.body as CredentialInspection)
  }

  readonly lookAt = (strategies: readonly StrategyId[]) =>
    Promise.all(strategies.map((strategy) => this.look(strategy)))

  /** What was under way may have arrived: what stands in the columns afterwards is what the server says now. */
  async afterStop() {
    this.audience.say('Stopped. The server may have done it already, so every column is looked at again.')
    await this.lookAt(strategyIds)
  }

  /** What the server just said, and what this page can see of it. */
  see(strategy: StrategyId, inspection: CredentialInspection | null) {
    this.audience.show(strategy, {
      inspection,
      exposure: inspection && findExposure(strategy, inspection, this.#caller.wallet),
    })
  }

  /** The same request under each: the answers are shown together, when the last one is there. */
  async call(strategies: StrategyId[], path: string) {
    const answers = await Promise.all(strategies.map((strategy) => this.#ask(strategy, path)))
    for (const [index, strategy] of strategies.entries()) this.#show(strategy, path, answers[index]!)
    await this.lookAt(strategies)
  }

  async renew(strategy: StrategyId) {
    const answer = await this.#renewed(strategy)
    const isRenewed = answer.status === 200
    if (isTokenStrategy(strategy) && isRenewed) this.#caller.wallet.keep(strategy, answer.body as Tokens)
    const outcome = isRenewed ? 'renewed' : `not renewed, status ${answer.status}`
    this.say(strategy, `${outcome}, ${took(answer)}.`)
    await this.look(strategy)
  }

  async signOut(strategy: StrategyId) {
    const sent = { method: 'POST', path: '/api/sign-out', json: ownCookie(strategy) } as const
    const answer = await this.#caller.send(strategy, sent)
    if (answer.status !== 204) return this.say(strategy, `not signed out. ${fault(answer)}`)
    this.#caller.wallet.drop(strategy)
    const copy = this.#caller.wallet.copy(strategy)
    this.audience.show(strategy, { copy: copy ? redacted(copy) : null, copyAnswer: null, answer: null })
    this.say(strategy, `signed out, ${took(answer)}.`)
    await this.look(strategy)
  }

  /** The same person, from elsewhere: another column ends the session of this one. */
  async revoke({ strategy, inspection }: Column, by: StrategyId) {
    const path = under(by, `/api/sessions/${inspection?.sessionId ?? ''}`)
    const answer = await this.#caller.send(by, { method: 'DELETE', path })
    if (answer.status !== 204) return this.say(strategy, `not ended. ${fault(answer)}`)
    const end = performance.now()
    const asked = await this.#ask(strategy, '/api/me')
    const later = `${took({ ms: performance.now() - end })} later`
    const verdict = asked.status === 200 ? 'still accepted' : verdictOn(asked)
    this.audience.show(strategy, { answer: asked, asked: 'GET /api/me' })
    const who = strategyNames[by]
    this.say(strategy, `session row deleted, by ${who}. The credential was ${verdict} ${later}.`)
    await this.look(strategy)
  }

  /** What a thief does who copied the token before its owner signed out. */
  async tryCopy(strategy: StrategyId) {
    const token = this.#caller.wallet.copy(strategy)
    if (!token) return
    const copyAnswer = await this.#caller.sendWith(token, strategy, { method: 'GET', path: '/api/me' })
    this.audience.show(strategy, { copyAnswer })
    this.say(strategy, `the copied token was ${verdictOn(copyAnswer)}, ${took(copyAnswer)}.`)
  }

  #ask = (strategy: StrategyId, path: string) =>
    this.#caller.send(strategy, { method: 'GET', path: under(strategy, path) })

  #show(strategy: StrategyId, path: string, answer: ApiAnswer) {
    this.audience.show(strategy, { answer, asked: `GET ${path}` })
    this.say(strategy, answered(path, answer))
  }

  #renewed(strategy: StrategyId) {
    if (!isTokenStrategy(strategy))
      return this.#caller.send(strategy, { method: 'POST', path: '/api/renew', json: { strategy } })
    const { refresh_token } = this.#caller.wallet.tokens(strategy) ?? {}
    const json = { refresh_token }
    return this.#caller.sendWith(undefined, strategy, { method: 'POST', path: '/api/token/refresh', json })
  }
}
