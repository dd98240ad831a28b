import 'server-only'
import type { Visitor } from '@/lib/accounts'
import type { CookieStrategyId, Presented } from './contract'

/** One request, as far as being signed in is concerned. Made once, at the edge, by `identify`. */
export type RequestContext = {
  presented: Presented
  /** whose cookie counts where there is no Authorization header: what this browser chose, or the app's own choice */
  strategy: CookieStrategyId
  /** where from, which browser, and whether it is known here */
  visitor: Visitor
  /** the clock of this request: nothing behind the edge asks another */
  now: Date
  /** when it reached this process, by its monotonic clock (`performance.now()`, milliseconds) */
  arrivedAt?: number
}

/** What it takes to say who asks. */
export type Question = Pick<RequestContext, 'presented' | 'strategy' | 'now'>

/** The same request, about the cookie of another strategy, where one was asked for. */
export const withStrategy = (ctx: RequestContext, strategy: CookieStrategyId | undefined): RequestContext =>
  strategy === undefined ? ctx : { ...ctx, strategy }
