import type { CredentialInspection } from '@/lib/lab'
import type { StrategyId } from '@/lib/strategies'
import type { ShownAnswer } from './answer'

/** What is asked under every strategy at once. */
export const requestPaths = ['/api/me', '/api/admin/stats', '/api/sessions'] as const
export type RequestPath = (typeof requestPaths)[number]

/** What the page tried, and saw. */
export type Exposure = { script: string; otherTab: string }

/** One way of being signed in, as this page knows it. Holds no secret: those are in the controller. */
export type Column = {
  strategy: StrategyId
  inspection: CredentialInspection | null
  exposure: Exposure | null
  /** the request that `answer` is the answer to */
  asked: string | null
  answer: ShownAnswer | null
  /** masked: what somebody has who copied the token before it was given up */
  copy: string | null
  copyAnswer: ShownAnswer | null
}

export type Columns = Record<StrategyId, Column>

/** Before anything was asked. @param inspection what the server saw in the cookies; null where it saw nothing */
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

/** As it was when the server last looked: the session may have ended since. False where it has not looked. */
export const isIn = ({ inspection }: Column) => inspection?.state.status === 'authenticated'

/** Whether the session is there: a credential that nobody looks up is accepted without it, for a while. */
export const hasRow = ({ inspection }: Column) =>
  inspection?.rows?.some(({ table }) => table === 'Session') ?? false

/** Another column whose session is there: it alone may end another one. */
export const elsewhere = (columns: Columns, strategy: StrategyId): StrategyId | undefined =>
  Object.values(columns).find((column) => column.strategy !== strategy && hasRow(column))?.strategy

/** Who may read a credential, by trying: the page is a script, and it looks wherever a script can look. */
export function findExposure(
  strategy: StrategyId,
  inspection: CredentialInspection,
  token: string | undefined,
): Exposure | null {
  if (!inspection.credential) return null
  return token === undefined ? lookForCookie(strategy, inspection) : lookForToken(token)
}

function lookForCookie(strategy: StrategyId, { state }: CredentialInspection): Exposure {
  const isSeen = document.cookie.includes(`session.${strategy}=`)
  const isSent = state.status === 'authenticated' // nothing in this page attached it
  return {
    script: isSeen ? 'Yes: document.cookie shows it' : 'No: document.cookie does not show it',
    otherTab: isSeen ? 'Reads it' : isSent ? 'Sends it, cannot read it' : 'Does not have it',
  }
}

function lookForToken(token: string): Exposure {
  const stored = [localStorage, sessionStorage].some((storage) => JSON.stringify(storage).includes(token))
  return {
    script: `Yes: this page just read its ${token.length} characters`,
    otherTab: stored ? 'Yes: it is in a storage' : 'No: it is in no storage, only in this page',
  }
}
