import type { StrategyId } from '@/lib/auth/contract'
import { sendRequest, type Sent } from './send-request'
import { Wallet } from './wallet'

/** Sends requests under each strategy with what the wallet holds for it. All that are on their way can be stopped at once. */
export class Caller {
  readonly wallet = new Wallet()
  #stopper = new AbortController()

  /** @throws AbortError when stopped */
  send = (strategy: StrategyId, sent: Sent) =>
    this.sendWith(this.wallet.tokens(strategy)?.access_token, strategy, sent)

  /** With this token, or with none. @throws AbortError when stopped */
  sendWith = (token: string | undefined, strategy: StrategyId, sent: Sent) =>
    sendRequest(strategy, token, sent, this.#stopper.signal)

  stop = () => this.#stopper.abort()

  /** @returns whether the work came to its end; what it would have done after being stopped is not done */
  async untilStopped(work: () => Promise<unknown>): Promise<boolean> {
    const { signal } = this.#stopper
    try {
      await work()
      return true
    } catch (error) {
      if (!signal.aborted) throw error
      return false
    } finally {
      if (this.#stopper.signal === signal && signal.aborted) this.#stopper = new AbortController()
    }
  }
}
