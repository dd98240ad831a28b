import { isTokenStrategy, type CookieStrategyId, type StrategyId } from '@/lib/strategies'
import type { ApiClient, OutcomeOf } from './client'
import type { Api, CallOptions } from './operations'

export type Credentials = { email: string; password: string }
export type Tokens = { access_token: string; refresh_token?: string }

/** What a script or a program holds for its person. Cookies are the transport's. */
export type Wallet = { tokens: Partial<Tokens> }

/** What reads for whoever is signed in: the query says which cookie is meant. */
export type Reading = 'GET /api/me' | 'GET /api/sessions' | 'GET /api/admin/stats'

type Renewed = OutcomeOf<'POST /api/renew'> | OutcomeOf<'POST /api/token/refresh'>
type SignedIn = OutcomeOf<'POST /api/sign-in'> | OutcomeOf<'POST /api/token'>

/** Somebody who signs in under one strategy: what they can do, whatever carries their credential. */
export class StrategyClient {
  /** @param wallet where tokens are put and found; a cookie strategy leaves it empty */
  constructor(
    readonly strategy: StrategyId,
    readonly api: ApiClient,
    readonly wallet: Wallet = { tokens: {} },
  ) {}

  /** Signs in with a password; tokens go into the wallet. */
  async signIn({ email, password }: Credentials): Promise<SignedIn> {
    const { strategy } = this
    if (!isTokenStrategy(strategy))
      return this.api.call('POST /api/sign-in', { json: { email, password, ...ownCookie(strategy) } })
    const { bearer } = this
    const json = { email, password, strategy }
    return this.#holding(await this.api.call('POST /api/token', { json, bearer }))
  }

  /** The access token of a token strategy, once there is one. */
  get bearer(): string | undefined {
    return isTokenStrategy(this.strategy) ? this.wallet.tokens.access_token : undefined
  }

  me = () => this.read('GET /api/me')

  /** Asks as the person of this strategy. Where several cookies are there, the query says whose. */
  read<Of extends Reading>(operation: Of): Promise<OutcomeOf<Of>> {
    const options = { bearer: this.bearer, query: this.#query } as CallOptions<Api, Reading>
    return this.api.call<Reading>(operation, options) as Promise<OutcomeOf<Of>>
  }

  /** A new end: of the session of a cookie, or new tokens for the refresh token, which alone is presented. */
  async renew(): Promise<Renewed> {
    const { strategy } = this
    if (!isTokenStrategy(strategy)) return this.api.call('POST /api/renew', { json: ownCookie(strategy) })
    const { refresh_token = '' } = this.wallet.tokens
    const json = { refresh_token }
    return this.#holding(await this.api.call('POST /api/token/refresh', { json, credentials: 'omit' }))
  }

  /** The wallet is left as it is: what somebody does with tokens that have ended is theirs to decide. */
  signOut = () => this.api.call('POST /api/sign-out', { json: ownCookie(this.strategy), bearer: this.bearer })

  endSession = (id: string) =>
    this.api.call('DELETE /api/sessions/{id}', { params: { id }, query: this.#query, bearer: this.bearer })

  get #query() {
    return ownCookie(this.strategy)
  }

  #holding<Answer extends OutcomeOf<'POST /api/token'>>(answer: Answer): Answer {
    if (answer.ok) this.wallet.tokens = answer.value
    return answer
  }
}

/** Which cookie is meant, in a body or a query; nothing for a token, which alone decides. */
export const ownCookie = (strategy: StrategyId): { strategy?: CookieStrategyId } =>
  isTokenStrategy(strategy) ? {} : { strategy }
