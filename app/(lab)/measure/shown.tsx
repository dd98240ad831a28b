import type { ReactNode } from 'react'
import type { Measurement, Reading } from '@/lib/lab/measure/measurement'
import { strategyIds } from '@/lib/strategies'
import type { Asker } from '../charts/asker'
import type { Pair } from './tables'

/** The run that is shown, and the one beside it in the tables. */
export type Shown = {
  run: Measurement
  beside: Measurement | null
  names: { shown: string; beside: string | null }
}

/** In the order in which they are shown. */
export const askers: readonly Asker[] = [...strategyIds, 'nobody']
/** What the two processes of a run are. */
export const titles: Record<Reading, string> = {
  memory: 'Sessions in memory, as by default in production',
  row: 'The row is read each time (SESSION_CACHE=0)',
}
export const readings = Object.keys(titles) as Reading[]

/** The same figure of both runs. */
export const pair = ({ run, beside }: Shown, read: (run: Measurement) => number | undefined): Pair => ({
  shown: read(run),
  beside: beside ? read(beside) : undefined,
})

/** A table that is long: closed at first, but without JavaScript and on paper. */
export const Numbers = ({ children }: { children: ReactNode }) => (
  <details className="opens-by-itself">
    <summary className="cursor-pointer text-sm">The numbers</summary>
    <div className="pt-3">{children}</div>
  </details>
)
