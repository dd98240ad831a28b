import { isBound, isTokenStrategy, type CookieStrategyId, type StrategyId } from '@/lib/strategies'
import type { ApiClient, ApiAnswerOf } from './client'
import type { Api, CallOptions, Presenting } from './operations'
import type { Prover } from './prover'

export type Credentials = { email: string; password: string }
export type Tokens = { access_token: string; refresh_token?: string; token_type?: 'Bearer' | 'DPoP' }

/** What a script or a program holds for its person. Cookies are the transport's. */
export type Wallet = {
  tokens: Partial<Tokens>
  /** the key that the tokens are bound to; needed where the strategy binds them */
  prover?: Prover | undefined
}

/** What reads for whoever is signed in: the query says which cookie is meant. */
export type Reading = 'GET /api/me' | 'GET /api/sessions' | 'GET /api/admin/stats'

export type Renewed =
  | ApiAnswerOf<'POST /api/renew'>
  | ApiAnswerOf<'POST /api/token/refresh'>
  | ApiAnswerOf<'POST /api/dbsc/refresh'>
type SignedIn = ApiAnswerOf<'POST /api/sign-in'> | ApiAnswerOf<'POST /api/token'>

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
    const { presenting } = this
    const json = { email, password, strategy }
    return this.#holding(await this.api.call('POST /api/token', { json, ...presenting }))
  }

  /** The access token of a token strategy, once there is one. */
  get accessToken(): string | undefined {
    return isTokenStrategy(this.strategy) ? this.wallet.tokens.access_token : undefined
  }

  /** What makes the proofs, where the strategy binds its tokens to a key. */
  get prover(): Prover | undefined {
    return isTokenStrategy(this.strategy) && isBound(this.strategy) ? this.wallet.prover : undefined
  }

  /** What goes with every request of whoever is signed in. */
  get presenting(): Presenting {
    return { accessToken: this.accessToken, prover: this.prover }
  }

  me = () => this.read('GET /api/me')

  /** Asks as the person of this strategy. Where several cookies are there, the query says whose. */
  read<Of extends Reading>(operation: Of): Promise<ApiAnswerOf<Of>> {
    const { accessToken, prover } = this
    const options = { accessToken, prover, query: this.#query } as CallOptions<Api, Reading>
    return this.api.call<Reading>(operation, options) as Promise<ApiAnswerOf<Of>>
  }

  /** A new end: of the session of a cookie, or new tokens for the refresh token, which alone is presented. */
  async renew(): Promise<Renewed> {
    const { strategy } = this
    if (!isTokenStrategy(strategy)) return this.api.call('POST /api/renew', { json: ownCookie(strategy) })
    const { refresh_token = '' } = this.wallet.tokens
    const json = { refresh_token }
    const { prover } = this
    return this.#holding(
      await this.api.call('POST /api/token/refresh', { json, prover, credentials: 'omit' }),
    )
  }

  /** The wallet is left as it is: what somebody does with tokens that have ended is theirs to decide. */
  signOut = () => this.api.call('POST /api/sign-out', { json: ownCookie(this.strategy), ...this.presenting })

  endSession = (id: string) =>
    this.api.call('DELETE /api/sessions/{id}', { params: { id }, query: this.#query, ...this.presenting })

  get #query() {
    return ownCookie(this.strategy)
  }

  #holding<Answer extends ApiAnswerOf<'POST /api/token'>>(answer: Answer): Answer {
    if (answer.ok) this.wallet.tokens = answer.value
    return answer
  }
}

/** Which cookie is meant, in a body or a query; nothing for a token, which alone decides. */
export const ownCookie = (strategy: StrategyId): { strategy?: CookieStrategyId } =>
  isTokenStrategy(strategy) ? {} : { strategy }
