import type { Visitor } from '@/lib/accounts'
import type { Presented } from './contract'

/** One request, as far as being signed in is concerned. */
export type RequestContext = {
  presented: Presented
  /** where from, which browser, and whether it is known here */
  visitor: Visitor
  /** when it reached this process, by its monotonic clock (`performance.now()`, milliseconds) */
  arrivedAt?: number
}
