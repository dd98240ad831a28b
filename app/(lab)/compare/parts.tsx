'use client'
import type { StrategyId } from '@/lib/auth/contract'
import type { Bench } from './bench'
import { Claims } from './claims'
import type { Column, Columns } from './column'
import { ColumnActions } from './column-actions'
import { Cells, Mirror, Part } from './mirror'
import { answerRows, holdsRows, keptRows, readRows, saidRows, type Said } from './rows'
import { TheCopy } from './the-copy'
import { TimeLeft } from './time-left'
import type { Run } from './use-working'

type Props = {
  inView: Column[]
  shown: StrategyId
  columns: Columns
  said: Said
  bench: Bench
  run: Run
  busy: boolean
}

/** The same questions to every column, in the order of a visit: what it answers, what can be done, who holds what. */
export const Parts = ({ inView, shown, columns, said, bench, run, busy }: Props) => (
  <Mirror columns={inView} shown={shown}>
    <Part title="The answer" columns={inView} rows={answerRows} needsScript />
    <Part title="Do" columns={inView} rows={[]} needsScript>
      <Cells label="Under this strategy" columns={inView}>
        {(column) => <ColumnActions {...{ column, columns, bench, run, busy }} />}
      </Cells>
    </Part>
    <Part title="The client holds" columns={inView} rows={holdsRows(said)}>
      <Cells label="Decoded" columns={inView}>
        {({ held }) => <Claims credential={held?.credential} />}
      </Cells>
    </Part>
    <Part title="Who may read it" columns={inView} rows={readRows} needsScript />
    <Part title="Time left" columns={inView} rows={[]}>
      <Cells label="Unless it is renewed" columns={inView}>
        {({ held }) => <TimeLeft held={held} end="expiresAt" />}
      </Cells>
      <Cells label="At most" columns={inView}>
        {({ held }) => <TimeLeft held={held} end="absoluteExpiresAt" />}
      </Cells>
    </Part>
    <Part title="The server keeps" columns={inView} rows={[...saidRows(said), ...keptRows(inView)]} />
    <Part title="What a thief has" columns={inView} rows={[]}>
      <Cells label="A copy from before" columns={inView}>
        {(column) => <TheCopy {...{ column, bench, run }} />}
      </Cells>
    </Part>
  </Mirror>
)
