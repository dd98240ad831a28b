import clsx from 'clsx'
import { StrategyBadge, traitsInWords } from '@/app/components/strategy'
import { durationInWords } from '@/lib/display'
import { strategyRegistry, type AuthState } from '@/lib/auth'
import { durations } from '@/lib/auth/http/preference'
import { cookieStrategyIds, strategies, type CookieStrategyId } from '@/lib/strategies'

/** `answers`: one of each strategy in a cookie, in the order of the table */
export type BrowserStateRow = { question: string; answers: string[] }
/** Stands where one of them has nothing to say. */
export const nothing = '–'
export type BrowserStatePart = { title: string; rows: BrowserStateRow[]; wire?: boolean }

/** What is asked, and the answer of each. What is the same in all is quiet; what differs is not. */
export const BrowserStateTable = ({ caption, parts }: { caption: string; parts: BrowserStatePart[] }) => (
  <table role="table" className="side-by-side">
    <caption className="sr-only">{caption}</caption>
    <thead role="rowgroup">
      <tr role="row" className="text-base sm:text-lg">
        <th role="columnheader" scope="col" className="asked">
          <span className="sr-only">Question</span>
        </th>
        {cookieStrategyIds.map((id) => (
          <th key={id} role="columnheader" scope="col" className="font-semibold! *:whitespace-normal!">
            <StrategyBadge strategy={id} />
          </th>
        ))}
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
      <th role="rowheader" scope="rowgroup" colSpan={cookieStrategyIds.length + 1} className="span">
        {title}
      </th>
    </tr>
    {rows.map((row) => (
      <Row key={row.question} row={row} wire={wire ?? false} />
    ))}
  </tbody>
)

const Row = ({ row: { question, answers }, wire }: { row: BrowserStateRow; wire: boolean }) => {
  const isSame = new Set(answers).size === 1
  const look = (value: string) =>
    clsx(isSame ? 'same' : 'differs', wire && 'font-mono text-[0.875rem]', value === nothing && 'text-muted')
  return (
    <tr role="row">
      <th role="rowheader" scope="row" className={clsx('asked', wire && 'font-mono')}>
        {question}
      </th>
      {cookieStrategyIds.map((id, index) => (
        <td key={id} role="cell" data-strategy={id} className={look(answers[index]!)}>
          {answers[index]}
        </td>
      ))}
    </tr>
  )
}

const each = (question: string, answer: (id: CookieStrategyId) => string): BrowserStateRow => ({
  question,
  answers: cookieStrategyIds.map(answer),
})

const inAll = (question: string, answer: string) => each(question, () => answer)

/** What each strategy says of itself, and the contract suite has seen to be true. */
export function howItStays(): BrowserStateRow[] {
  const { absoluteSeconds, jwtSeconds } = durations()
  return [
    inAll('You prove it with', 'Your password'),
    each('The browser holds', (id) => traitsInWords(strategies[id]).holds),
    each('Carried by', (id) => traitsInWords(strategies[id]).carriedBy),
    each('The server looks it up', (id) => traitsInWords(strategies[id]).lookedUp),
    each('Ends at once when revoked', (id) =>
      strategies[id].endsAtOnce ? 'Yes' : `No: within ${durationInWords(jwtSeconds)}`,
    ),
    each('Lasts without a request', (id) => durationInWords(strategyRegistry[id].idleSeconds())),
    inAll('Lasts at most', durationInWords(absoluteSeconds)),
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

/**
 * The answer of each strategy to the cookie it got from this browser: the same keys in the same order.
 * @param states in the order of the table
 */
export function thisBrowser(states: AuthState[]): BrowserStateRow[] {
  const said = states.map(facts)
  return order
    .filter((key) => said.some((one) => key in one))
    .map((key) => ({ question: key, answers: said.map((one) => one[key] ?? nothing) }))
}
