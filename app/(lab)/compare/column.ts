import type { CredentialInspection } from '@/lib/lab'
import type { StrategyId } from '@/lib/strategies'
import type { ApiAnswer } from './send-request'

/** What the page tried, and saw. */
export type Exposure = { script: string; otherTab: string }

/** One way of being signed in, as this page knows it. Holds no secret: those are in the wallet. */
export type Column = {
  strategy: StrategyId
  inspection: CredentialInspection | null
  exposure: Exposure | null
  /** the request that `answer` is the answer to */
  asked: string | null
  answer: ApiAnswer | null
  /** masked: what somebody has who copied the token before it was given up */
  copy: string | null
  copyAnswer: ApiAnswer | null
}

export type Columns = Record<StrategyId, Column>

export const emptyColumn = (
  strategy: StrategyId,
  inspection: CredentialInspection | null = null,
): Column => ({
  strategy,
  inspection,
  exposure: null,
  asked: null,
  answer: null,
  copy: null,
  copyAnswer: null,
})

export const isIn = ({ inspection }: Column) => inspection?.state.status === 'authenticated'

/** Whether the session is there: a credential that nobody looks up is accepted without it, for a while. */
export const hasRow = ({ inspection }: Column) =>
  inspection?.rows?.some(({ table }) => table === 'Session') ?? false

/** Another column whose session is there: it alone may end another one. */
export const elsewhere = (columns: Columns, strategy: StrategyId): StrategyId | undefined =>
  Object.values(columns).find((column) => column.strategy !== strategy && hasRow(column))?.strategy
