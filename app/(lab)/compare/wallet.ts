import type { StrategyId } from '@/lib/strategies'

export type Tokens = { access_token: string; refresh_token: string }

/** What the scripts of this page hold, in its memory only: never in the document, never in a storage. */
export class Wallet {
  readonly #tokens = new Map<StrategyId, Tokens>()
  readonly #copies = new Map<StrategyId, string>()

  tokens = (strategy: StrategyId) => this.#tokens.get(strategy)
  keep = (strategy: StrategyId, tokens: Tokens) => void this.#tokens.set(strategy, tokens)

  /** What a thief copied meanwhile stays with the thief. */
  drop(strategy: StrategyId) {
    const tokens = this.#tokens.get(strategy)
    if (tokens) this.#copies.set(strategy, tokens.access_token)
    this.#tokens.delete(strategy)
  }

  copy = (strategy: StrategyId) => this.#copies.get(strategy)
}
