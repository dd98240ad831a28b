import clsx from 'clsx'
import { StrategyBadge } from '@/app/components/strategy-badge'

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
