'use client'
import type { CompareController } from './controller'
import { Claims, Proof, TheCopy, TimeLeft } from './cells'
import type { Column, Columns } from './column'
import { ColumnActions } from './column-actions'
import { Cells, ComparisonTable, Part } from './comparison-table'
import { answerRows, endings, holdsRows, storedRows, readRows, saidRows } from './rows'
import type { RunWork } from './use-working'

type Props = {
  /** those that stand side by side */
  side: Column[]
  columns: Columns
  controller: CompareController
  run: RunWork
  busy: boolean
}

/** The same questions to every column, in the order of a visit: what it answers, what can be done, who holds what. */
export const Parts = ({ side, columns, controller, run, busy }: Props) => (
  <ComparisonTable columns={side}>
    <Part title="The answer" columns={side} rows={answerRows} needsScript />
    <Part title="Do" columns={side} rows={[]} needsScript onScreenOnly>
      <Cells label="Under this strategy" columns={side}>
        {(column) => (
          <ColumnActions column={column} columns={columns} controller={controller} run={run} busy={busy} />
        )}
      </Cells>
    </Part>
    <Part title="The client holds" columns={side} rows={holdsRows}>
      <Cells label="Decoded" columns={side}>
        {({ inspection }) => <Claims credential={inspection?.credential} />}
      </Cells>
      <Cells label="Proof, decoded" columns={side}>
        {(column) => <Proof column={column} />}
      </Cells>
    </Part>
    <Part title="Who may read it" columns={side} rows={readRows} needsScript />
    <Part title="Time left" columns={side} rows={[]}>
      {endings.map(({ label, endOf }) => (
        <Cells key={label} label={label} columns={side}>
          {(column) => <TimeLeft at={column.inspection?.at} until={endOf(column)} />}
        </Cells>
      ))}
    </Part>
    <Part title="The server keeps" columns={side} rows={[...saidRows, ...storedRows(side)]} />
    <Part title="What a thief has" columns={side} rows={[]}>
      <Cells label="A copy from before" columns={side}>
        {(column) => <TheCopy column={column} controller={controller} run={run} />}
      </Cells>
    </Part>
  </ComparisonTable>
)
