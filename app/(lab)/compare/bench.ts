import { strategyNames } from '@/app/components/strategy'
import type { StrategyId } from '@/lib/auth/contract'
import type { Held } from '@/lib/lab'
import type { Column, Columns } from './column'
import { hasRow } from './column'
import { exchange, under, type Answered, type Sent } from './exchange'
import { lookFor } from './sight'
import { isTokenStrategy, maskedToken, Wallet, type Tokens } from './wallet'

/** Who listens: what a column shows now, and what happened, in a sentence. */
export type Audience = {
  show: (strategy: StrategyId, change: Partial<Column>) => void
  say: (text: string) => void
}

export type Credentials = { email: string; password: string }

const took = ({ ms }: Answered) => `${Math.max(1, Math.round(ms))} ms`
const fault = ({ body, status }: Answered) =>
  (body as { title?: string } | null)?.title ??
  (status === 0 ? 'The server did not answer.' : `Status ${status}.`)

/** What can be done here under a strategy, whatever carries its credential. Every word that it says was observed. */
export class Bench {
  readonly #wallet = new Wallet()

  constructor(private readonly audience: Audience) {}

  /** @returns why not, or null when the person is signed in */
  async signIn(strategy: StrategyId, credentials: Credentials): Promise<string | null> {
    const path = isTokenStrategy(strategy) ? '/api/token' : '/api/sign-in'
    const answer = await this.#send(strategy, { method: 'POST', path, json: { ...credentials, strategy } })
    if (answer.status !== 200) return fault(answer)
    if (isTokenStrategy(strategy)) this.#wallet.keep(strategy, answer.body as Tokens)
    this.audience.show(strategy, { answer: null, copy: null, copyAnswer: null })
    this.audience.say(`${strategyNames[strategy]}: signed in, ${took(answer)}.`)
    await this.look(strategy)
    return null
  }

  /** Asks the server what it makes of the credential, and looks where the page can see it. */
  async look(strategy: StrategyId) {
    const json = isTokenStrategy(strategy) ? {} : { strategy }
    const isNobody = isTokenStrategy(strategy) && !this.#wallet.tokens(strategy)
    if (isNobody) return this.audience.show(strategy, { held: null, sight: null })
    const answer = await this.#send(strategy, { method: 'POST', path: '/api/lab/held', json })
    if (answer.status !== 200) return this.audience.say(`${strategyNames[strategy]}: ${fault(answer)}`)
    this.see(strategy, answer.body as Held)
  }

  /** What the server just said, and what this page can see of it. */
  see(strategy: StrategyId, held: Held | null) {
    this.audience.show(strategy, { held, sight: held && lookFor(strategy, held, this.#wallet) })
  }

  async call(strategy: StrategyId, path: string) {
    const answer = await this.#ask(strategy, path)
    const { status, says } = answer
    this.audience.say(`${strategyNames[strategy]}: ${path} answered ${status}, ${says}, ${took(answer)}.`)
  }

  async renew(strategy: StrategyId) {
    const isToken = isTokenStrategy(strategy)
    const { refresh_token } = this.#wallet.tokens(strategy) ?? {}
    const answer = isToken
      ? await exchange(strategy, undefined, {
          method: 'POST',
          path: '/api/token/refresh',
          json: { refresh_token },
        })
      : await this.#send(strategy, { method: 'POST', path: '/api/renew', json: { strategy } })
    if (isToken && answer.status === 200) this.#wallet.keep(strategy, answer.body as Tokens)
    const outcome = answer.status === 200 ? 'renewed' : `not renewed, status ${answer.status}`
    this.audience.say(`${strategyNames[strategy]}: ${outcome}, ${took(answer)}.`)
    await this.look(strategy)
  }

  async signOut(strategy: StrategyId) {
    const json = isTokenStrategy(strategy) ? {} : { strategy }
    const answer = await this.#send(strategy, { method: 'POST', path: '/api/sign-out', json })
    if (answer.status !== 204)
      return this.audience.say(`${strategyNames[strategy]}: not signed out. ${fault(answer)}`)
    this.#wallet.drop(strategy)
    const copy = this.#wallet.copy(strategy)
    this.audience.show(strategy, { copy: copy ? maskedToken(copy) : null, copyAnswer: null, answer: null })
    this.audience.say(`${strategyNames[strategy]}: signed out, ${took(answer)}.`)
    await this.look(strategy)
  }

  /** The same person, from elsewhere: another column ends the session of this one. */
  async revoke({ strategy, held }: Column, by: StrategyId) {
    const path = under(by, `/api/sessions/${held?.sessionId ?? ''}`)
    const answer = await this.#send(by, { method: 'DELETE', path })
    const end = performance.now()
    if (answer.status !== 204)
      return this.audience.say(`${strategyNames[strategy]}: not ended. ${fault(answer)}`)
    const asked = await this.#ask(strategy, '/api/me')
    const later = `${Math.max(1, Math.round(performance.now() - end))} ms later`
    const verdict = asked.status === 200 ? 'still accepted' : `refused (${asked.says})`
    const whose = strategyNames[strategy]
    this.audience.say(
      `${whose}: session row deleted, by ${strategyNames[by]}. The credential was ${verdict} ${later}.`,
    )
    await this.look(strategy)
  }

  /** What a thief does who copied the token before its owner signed out. */
  async tryCopy(strategy: StrategyId) {
    const token = this.#wallet.copy(strategy)
    if (!token) return
    const copyAnswer = await exchange(strategy, token, { method: 'GET', path: '/api/me' })
    this.audience.show(strategy, { copyAnswer })
    const verdict = copyAnswer.status === 200 ? 'accepted' : `refused (${copyAnswer.says})`
    this.audience.say(`${strategyNames[strategy]}: the copied token was ${verdict}, ${took(copyAnswer)}.`)
  }

  async #ask(strategy: StrategyId, path: string): Promise<Answered> {
    const answer = await this.#send(strategy, { method: 'GET', path: under(strategy, path) })
    this.audience.show(strategy, { answer, asked: `GET ${path}` })
    return answer
  }

  #send = (strategy: StrategyId, sent: Sent) =>
    exchange(strategy, this.#wallet.tokens(strategy)?.access_token, sent)
}

/** Another column whose session is there: it alone may end another one. */
export const elsewhere = (columns: Columns, strategy: StrategyId): StrategyId | undefined =>
  Object.values(columns).find((column) => column.strategy !== strategy && hasRow(column))?.strategy
