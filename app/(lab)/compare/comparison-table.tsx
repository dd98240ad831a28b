import clsx from 'clsx'
import type { ReactNode } from 'react'
import { StrategyBadge } from '@/app/components/strategy'
import { isTokenStrategy, type StrategyId } from '@/lib/strategies'
import type { Column } from './column'
import { majority, nothing, type Row } from './rows'

type Props = { columns: Column[]; children: ReactNode }

/** A token is held by the script of this page: without JavaScript there is none. */
const whereHeld = (strategy: StrategyId) => (isTokenStrategy(strategy) ? 'needs-script' : undefined)

/** Columns of the same structure. What is the same in all is said once, quietly; what differs stands out. */
export const ComparisonTable = ({ columns, children }: Props) => (
  <table role="table" className="columns">
    <caption className="sr-only">The same person, the same request, under each strategy</caption>
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col" className="label">
          <span className="sr-only">Question</span>
        </th>
        {columns.map(({ strategy }) => (
          <th
            key={strategy}
            role="columnheader"
            scope="col"
            data-strategy={strategy}
            className={whereHeld(strategy)}
          >
            <StrategyBadge strategy={strategy} />
          </th>
        ))}
      </tr>
    </thead>
    {children}
  </table>
)

type PartProps = {
  title: string
  columns: Column[]
  rows: Row[]
  needsScript?: boolean
  onScreenOnly?: boolean
  children?: ReactNode
}

/**
 * A titled group of rows. `needsScript`: not shown without JavaScript; `onScreenOnly`: not printed; `children`: further
 * rows, below.
 */
export const Part = ({ title, columns, rows, needsScript, onScreenOnly, children }: PartProps) => (
  <tbody role="rowgroup" className={clsx(needsScript && 'needs-script', onScreenOnly && 'no-print')}>
    <tr role="row" className="title">
      <th role="rowheader" scope="rowgroup" colSpan={columns.length + 1}>
        {title}
      </th>
    </tr>
    {rows.map((row, index) => (
      <Line key={`${index} ${row.label}`} row={row} columns={columns} />
    ))}
    {children}
  </tbody>
)

function Line({ row, columns }: { row: Row; columns: Column[] }) {
  const texts = columns.map((column) => row.cell(column).text)
  const isSame = columns.length > 1 && new Set(texts).size === 1
  return (
    <tr role="row">
      <th role="rowheader" scope="row" className={clsx('label', row.isColumn && 'font-mono')}>
        {row.label}
      </th>
      {isSame ? (
        <Same row={row} text={texts[0]!} many={columns.length} />
      ) : (
        <Apart row={row} columns={columns} texts={texts} />
      )}
    </tr>
  )
}

const Same = ({ row, text, many }: { row: Row; text: string; many: number }) => (
  <td role="cell" colSpan={many} className={clsx('same', lookOf(row))}>
    {text}
    {text !== nothing && <span className="same-note">, in all</span>}
  </td>
)

function Apart({ row, columns, texts }: { row: Row; columns: Column[]; texts: string[] }) {
  const quiet = columns.length > 1 ? majority(texts.filter((text) => text !== nothing)) : null
  return columns.map((column) => {
    const { text, tone } = row.cell(column)
    const standing = text === nothing || text === quiet ? 'quiet' : row.varies ? 'varies' : 'differs'
    return (
      <td
        key={column.strategy}
        role="cell"
        data-strategy={column.strategy}
        className={clsx(lookOf(row), standing, whereHeld(column.strategy))}
      >
        <span className={clsx(tone && text !== quiet && `font-medium ${toneClass[tone]}`)}>{text}</span>
      </td>
    )
  })
}

const lookOf = ({ wire, numeric }: Row) => clsx(wire && 'font-mono', numeric && 'numeric')

const toneClass = { ok: 'text-ok', refused: 'text-refused', unknown: 'text-ink' } as const

type CellsProps = { label: string; columns: Column[]; children: (column: Column) => ReactNode }

/** A row of what is more than text: buttons, clocks, tables of claims. */
export const Cells = ({ label, columns, children }: CellsProps) => (
  <tr role="row">
    <th role="rowheader" scope="row" className="label">
      {label}
    </th>
    {columns.map((column) => (
      <td
        key={column.strategy}
        role="cell"
        data-strategy={column.strategy}
        className={clsx('varies', whereHeld(column.strategy))}
      >
        {children(column)}
      </td>
    ))}
  </tr>
)
