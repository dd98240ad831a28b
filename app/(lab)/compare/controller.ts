import type { z } from 'zod'
import { strategyNames } from '@/app/components/strategy'
import type { optionalStrategyForm } from '@/lib/api-schema'
import {
  browserTransport,
  createClient,
  ownCookie,
  Prover,
  StrategyClient,
  type Credentials,
  type Transport,
  type TransportRequest,
} from '@/lib/client'
import type { CredentialInspection } from '@/lib/lab'
import { answered, fault, shownAnswer, took, verdictOn } from './answer'
import { findExposure, type Column, type RequestPath } from './column'
import { redacted } from '@/lib/display'
import { byStrategy, isTokenStrategy, strategyIds, type StrategyId } from '@/lib/strategies'

/** The endpoint of the lab that this page asks. */
type LabApi = {
  '/api/lab/credential': {
    POST: { body: typeof optionalStrategyForm; answers: { 200: z.ZodType<CredentialInspection> } }
  }
}

/** `busy`: something else is under way, and nothing was begun */
export type NotDone = { ok: false; code: 'stopped' | 'busy' }

/** `message`: why not, for people */
export type SignedIn = { ok: true } | { ok: false; code: 'not_signed_in'; message: string }

const newProver = () => new Prover(() => location.origin)

/** Who listens: what a column shows now, and what happened, in a sentence. */
export type Audience = {
  show: (strategy: StrategyId, change: Partial<Column>) => void
  say: (text: string) => void
}

/**
 * What can be done here under a strategy, whatever carries its credential. Every word that it says was observed. Tokens are
 * in the memory of this object only: never in the document, never in a storage. Whatever is under way can be stopped at
 * once; each of these then throws an AbortError, and what it would have done afterwards is not done.
 */
export class CompareController {
  readonly #clients: Record<StrategyId, StrategyClient>
  /** what a thief copied before its owner signed out */
  readonly #copies = new Map<StrategyId, string>()
  #stopper = new AbortController()

  constructor(private readonly audience: Audience) {
    const client = (id: StrategyId) =>
      new StrategyClient(id, createClient(this.#transport(id)), { tokens: {}, prover: newProver() })
    this.#clients = byStrategy(strategyIds, client)
  }

  /** Beside a token the server looks at no cookie; what only reads is sent without any, for everybody to see. */
  #transport(strategy: StrategyId): Transport {
    return (path, request) => {
      const { signal } = this.#stopper
      const isBare = isTokenStrategy(strategy) && request.method === 'GET'
      const sent: TransportRequest = { ...request, signal }
      if (isBare) sent.credentials = 'omit'
      return browserTransport(path, sent)
    }
  }

  stop = () => this.#stopper.abort()

  /** Does the work, unless somebody stops it. */
  async untilStopped<Value>(work: () => Promise<Value>): Promise<{ ok: true; value: Value } | NotDone> {
    const { signal } = this.#stopper
    try {
      return { ok: true, value: await work() }
    } catch (error) {
      if (!signal.aborted) throw error
      return { ok: false, code: 'stopped' }
    } finally {
      if (this.#stopper.signal === signal && signal.aborted) this.#stopper = new AbortController()
    }
  }

  say = (strategy: StrategyId, text: string) => this.audience.say(`${strategyNames[strategy]}: ${text}`)

  async signIn(strategy: StrategyId, credentials: Credentials): Promise<SignedIn> {
    const answer = await this.#clients[strategy].signIn(credentials)
    if (!answer.ok) return { ok: false, code: 'not_signed_in', message: fault(answer) }
    this.audience.show(strategy, { answer: null, copy: null, copyAnswer: null })
    this.say(strategy, `signed in, ${took(answer)}.`)
    await this.look(strategy)
    return { ok: true }
  }

  /** Asks the server what it makes of the credential, and looks where the page can see it. */
  async look(strategy: StrategyId) {
    const { accessToken, prover } = this.#clients[strategy]
    if (isTokenStrategy(strategy) && accessToken === undefined) return this.see(strategy, null)
    const lab = createClient<LabApi>(this.#transport(strategy))
    const answer = await lab.call('POST /api/lab/credential', {
      json: ownCookie(strategy),
      accessToken,
      prover,
    })
    if (!answer.ok) return this.say(strategy, fault(answer))
    this.see(strategy, answer.value)
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
    const { accessToken } = this.#clients[strategy]
    const exposure = inspection && findExposure(strategy, inspection, accessToken)
    this.audience.show(strategy, { inspection, exposure })
  }

  /** The same request under each: the answers are shown together, when the last one is there. */
  async call(strategies: StrategyId[], path: RequestPath) {
    const ask = (strategy: StrategyId) => this.#clients[strategy].read(`GET ${path}` as const)
    const answers = (await Promise.all(strategies.map(ask))).map(shownAnswer)
    for (const [index, strategy] of strategies.entries()) {
      const answer = answers[index]!
      this.audience.show(strategy, { answer, asked: `GET ${path}` })
      this.say(strategy, answered(path, answer))
    }
    await this.lookAt(strategies)
  }

  async renew(strategy: StrategyId) {
    const answer = await this.#clients[strategy].renew()
    const outcome = answer.ok ? 'renewed' : `not renewed, status ${answer.status}`
    this.say(strategy, `${outcome}, ${took(answer)}.`)
    await this.look(strategy)
  }

  /** What a thief copied meanwhile stays with the thief. */
  async signOut(strategy: StrategyId) {
    const client = this.#clients[strategy]
    const answer = await client.signOut()
    if (!answer.ok) return this.say(strategy, `not signed out. ${fault(answer)}`)
    if (client.accessToken !== undefined) this.#copies.set(strategy, client.accessToken)
    client.wallet.tokens = {}
    const copy = this.#copies.get(strategy)
    this.audience.show(strategy, { copy: copy ? redacted(copy) : null, copyAnswer: null, answer: null })
    this.say(strategy, `signed out, ${took(answer)}.`)
    await this.look(strategy)
  }

  /** The same person, from elsewhere: another column ends the session of this one. */
  async revoke({ strategy, inspection }: Column, by: StrategyId) {
    const ended = await this.#clients[by].endSession(inspection?.sessionId ?? '')
    if (!ended.ok) return this.say(strategy, `not ended. ${fault(ended)}`)
    const end = performance.now()
    const answer = shownAnswer(await this.#clients[strategy].me())
    const later = `${took({ ms: performance.now() - end })} later`
    const verdict = answer.status === 200 ? 'still accepted' : verdictOn(answer)
    this.audience.show(strategy, { answer, asked: 'GET /api/me' })
    const who = strategyNames[by]
    this.say(strategy, `session row deleted, by ${who}. The credential was ${verdict} ${later}.`)
    await this.look(strategy)
  }

  /** What a thief does who copied the token before its owner signed out: with a key of their own, where one is asked for. */
  async tryCopy(strategy: StrategyId) {
    const accessToken = this.#copies.get(strategy)
    if (accessToken === undefined) return
    const { api, prover } = this.#clients[strategy]
    const presenting = { accessToken, prover: prover && newProver() }
    const copyAnswer = shownAnswer(await api.call('GET /api/me', presenting))
    this.audience.show(strategy, { copyAnswer })
    this.say(strategy, `the copied token was ${verdictOn(copyAnswer)}, ${took(copyAnswer)}.`)
  }
}
