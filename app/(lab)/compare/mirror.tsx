import clsx from 'clsx'
import type { ReactNode } from 'react'
import { StrategyBadge } from '@/app/components/strategy-badge'
import type { StrategyId } from '@/lib/auth/contract'
import type { Column } from './column'
import { nothing, type Cell, type Row } from './rows'

type Props = { columns: Column[]; shown: StrategyId; children: ReactNode }

/** Columns of the same structure. What is the same in all is said once, quietly; what differs stands out. */
export const Mirror = ({ columns, shown, children }: Props) => (
  <table role="table" className="columns" data-columns={columns.length} data-shown={shown}>
    <caption className="sr-only">The same person, the same request, under each strategy</caption>
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col" className="label">
          <span className="sr-only">Question</span>
        </th>
        {columns.map(({ strategy }) => (
          <th key={strategy} role="columnheader" scope="col" data-strategy={strategy}>
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
  children?: ReactNode
}

export const Part = ({ title, columns, rows, needsScript, children }: PartProps) => (
  <tbody role="rowgroup" className={clsx(needsScript && 'needs-script')}>
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
  const cells = columns.map((column) => ({ strategy: column.strategy, ...row.cell(column) }))
  const [first, ...others] = cells
  const isSame = others.length > 0 && others.every(({ text }) => text === first?.text)
  return (
    <tr role="row">
      <th role="rowheader" scope="row" className={clsx('label', row.wire && 'font-mono')}>
        {row.label}
      </th>
      {isSame && first ? (
        <td role="cell" colSpan={columns.length} className={clsx('same', lookOf(row))}>
          <Content cell={first} isSame />
        </td>
      ) : (
        cells.map(({ strategy, ...cell }) => (
          <td
            key={strategy}
            role="cell"
            data-strategy={strategy}
            className={clsx(lookOf(row), row.varies ? 'varies' : 'differs', cell.text === nothing && 'empty')}
          >
            <Content cell={cell} />
          </td>
        ))
      )}
    </tr>
  )
}

const lookOf = ({ wire, numeric }: Row) => clsx(wire && 'font-mono', numeric && 'numeric')

const toneClass = { ok: 'text-ok', refused: 'text-refused', unknown: 'text-ink' } as const

const Content = ({ cell: { text, tone }, isSame = false }: { cell: Cell; isSame?: boolean }) => (
  <>
    <span className={clsx(tone && !isSame && `font-medium ${toneClass[tone]}`)}>{text}</span>
    {isSame && text !== nothing && <span className="same-note"> in all</span>}
  </>
)

type CellsProps = { label: string; columns: Column[]; children: (column: Column) => ReactNode }

/** A row of what is more than text: buttons, clocks, tables of claims. */
export const Cells = ({ label, columns, children }: CellsProps) => (
  <tr role="row">
    <th role="rowheader" scope="row" className="label">
      {label}
    </th>
    {columns.map((column) => (
      <td key={column.strategy} role="cell" data-strategy={column.strategy} className="varies">
        {children(column)}
      </td>
    ))}
  </tr>
)
