import 'server-only'
import type { Visitor } from '@/lib/accounts'
import type { CookieStrategyId, Presented } from './contract'

/**
 * One request, as far as being signed in is concerned. `identify` makes it at the edge, where the request comes in:
 * code behind that takes credentials and time from it.
 */
export type RequestContext = {
  presented: Presented
  /**
   * whose cookie decides if there is no Authorization header: the strategy that this browser chose, or the app's
   * default
   */
  strategy: CookieStrategyId
  /** where from, which browser, and whether it is known here */
  visitor: Visitor
  /** when the request came in */
  now: Date
  /** when it reached this process, by its monotonic clock (`performance.now()`, milliseconds) */
  arrivedAt?: number
}

/** The part of the context that is needed to say who asks. */
export type Question = Pick<RequestContext, 'presented' | 'strategy' | 'now'>

/** The same request, about the cookie of another strategy, where one was asked for. */
export const withStrategy = (ctx: RequestContext, strategy: CookieStrategyId | undefined): RequestContext =>
  strategy === undefined ? ctx : { ...ctx, strategy }
