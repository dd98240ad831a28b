import type { ReactNode } from 'react'

type Column = string | { name: string; look: 'numeric' | 'for screen readers only' }

type Props = {
  /** for screen readers, where no heading says it */
  caption?: string
  columns: readonly Column[]
  /** `LedgerRow`s */
  children: ReactNode
}

/** A list of rows, `.ledger` in app/ledger.css: that takes the native roles away, so each element says its own. */
export const Ledger = ({ caption, columns, children }: Props) => (
  <table role="table" className="ledger">
    {caption && <caption className="sr-only">{caption}</caption>}
    <thead role="rowgroup">
      <tr role="row">{columns.map(head)}</tr>
    </thead>
    <tbody role="rowgroup">{children}</tbody>
  </table>
)

function head(column: Column) {
  const { name, look } = typeof column === 'string' ? { name: column, look: undefined } : column
  return (
    <th key={name} role="columnheader" scope="col" className={look === 'numeric' ? look : undefined}>
      {look === 'for screen readers only' ? <span className="sr-only">{name}</span> : name}
    </th>
  )
}

type RowProps = {
  head: ReactNode
  headClassName?: string
  /** `LedgerCell`s */
  children: ReactNode
}

/** `head` is the first cell, and the heading of the row for screen readers. */
export const LedgerRow = ({ head, headClassName, children }: RowProps) => (
  <tr role="row">
    <th role="rowheader" scope="row" className={headClassName}>
      {head}
    </th>
    {children}
  </tr>
)

type CellProps = {
  /** beside the value where there is no room for columns */
  label?: string
  className?: string
  children: ReactNode
}

/** One value of a row. Where there is no room for columns, `label` says which. */
export const LedgerCell = ({ label, className, children }: CellProps) => (
  <td role="cell" data-label={label} className={className}>
    {children}
  </td>
)
