import clsx from 'clsx'
import { StrategyBadge, traitsInWords } from '@/app/components/strategy'
import { durationInWords } from '@/lib/display'
import { strategyRegistry, type AuthState } from '@/lib/auth'
import { durations } from '@/lib/auth/http/preference'
import { strategies, type CookieStrategyId } from '@/lib/strategies'

export type BrowserStateRow = { question: string; left: string; right: string }
/** Stands where one side has nothing to say. */
export const nothing = '–'
export type BrowserStatePart = { title: string; rows: BrowserStateRow[]; wire?: boolean }

/** Two sides of the same structure around an axis of questions. What is the same on both is quiet; what differs is not. */
export const BrowserStateTable = ({ caption, parts }: { caption: string; parts: BrowserStatePart[] }) => (
  <table role="table" className="mirror">
    <caption className="sr-only">{caption}</caption>
    <thead role="rowgroup">
      <tr role="row" className="text-base sm:text-lg">
        <th role="columnheader" scope="col" className="axis">
          <span className="sr-only">Question</span>
        </th>
        <th role="columnheader" scope="col" className="left font-semibold!">
          <StrategyBadge strategy="database" />
        </th>
        <th role="columnheader" scope="col" className="right font-semibold!">
          <StrategyBadge strategy="jwt" />
        </th>
      </tr>
    </thead>
    {parts.map((part) => (
      <Part key={part.title} part={part} />
    ))}
  </table>
)

const Part = ({ part: { title, rows, wire } }: { part: BrowserStatePart }) => (
  <tbody role="rowgroup">
    <tr role="row" className="block! border-0! p-0!">
      <th role="rowheader" scope="rowgroup" colSpan={3} className="span">
        {title}
      </th>
    </tr>
    {rows.map((row) => (
      <Row key={row.question} row={row} wire={wire ?? false} />
    ))}
  </tbody>
)

const Row = ({ row: { question, left, right }, wire }: { row: BrowserStateRow; wire: boolean }) => {
  const look = (value: string) =>
    clsx(
      left === right ? 'same' : 'differs',
      wire && 'font-mono text-[0.875rem]',
      value === nothing && 'text-muted',
    )
  return (
    <tr role="row">
      <th role="rowheader" scope="row" className={clsx('axis', wire && 'font-mono')}>
        {question}
      </th>
      <td role="cell" data-strategy="database" className={clsx('left', look(left))}>
        {left}
      </td>
      <td role="cell" data-strategy="jwt" className={clsx('right', look(right))}>
        {right}
      </td>
    </tr>
  )
}

const row = (question: string, left: string, right = left): BrowserStateRow => ({ question, left, right })

const both = (question: string, answer: (id: CookieStrategyId) => string): BrowserStateRow =>
  row(question, answer('database'), answer('jwt'))

/** What each strategy says of itself, and the contract suite has seen to be true. */
export function howItStays(): BrowserStateRow[] {
  const { absoluteSeconds, jwtSeconds } = durations()
  return [
    row('You prove it with', 'Your password'),
    both('The browser holds', (id) => traitsInWords(strategies[id]).holds),
    both('Carried by', (id) => traitsInWords(strategies[id]).carriedBy),
    both('The server looks it up', (id) => traitsInWords(strategies[id]).lookedUp),
    both('Ends at once when revoked', (id) =>
      strategies[id].endsAtOnce ? 'Yes' : `No: within ${durationInWords(jwtSeconds)}`,
    ),
    both('Lasts without a request', (id) => durationInWords(strategyRegistry[id].idleSeconds())),
    row('Lasts at most', durationInWords(absoluteSeconds)),
  ]
}

const masked = (id: string) => `${id.slice(0, 4)}…${id.slice(-4)}`

function facts(state: AuthState): Record<string, string> {
  if (state.status !== 'authenticated') return { ...state }
  const { user, ...rest } = state
  return { ...rest, 'user.id': masked(user.id), 'user.email': user.email, 'user.role': user.role }
}

const order = [
  ...['status', 'because', 'strategy', 'user.id', 'user.email', 'user.role'],
  ...['provider', 'authenticatedAt', 'expiresAt', 'absoluteExpiresAt'],
]

/** The answer of each strategy to the cookie it got from this browser: the same keys in the same order. */
export function thisBrowser({ left, right }: { left: AuthState; right: AuthState }): BrowserStateRow[] {
  const [l, r] = [facts(left), facts(right)]
  return order
    .filter((key) => key in l || key in r)
    .map((key) => row(key, l[key] ?? nothing, r[key] ?? nothing))
}
