import type { Column } from './column'
import { rowsIn } from './rows'

/** ISO 8601, or null where there is none that the page knows of. */
type Ending = { label: string; endOf: (column: Column) => string | null }

const ofState =
  (end: 'expiresAt' | 'absoluteExpiresAt') =>
  ({ inspection }: Column) =>
    inspection?.state.status === 'authenticated' ? inspection.state[end] : null

/** Three clocks run: that of the credential, that of a session nobody uses, and that which nothing prolongs. */
export const endings: Ending[] = [
  { label: 'Credential', endOf: ofState('expiresAt') },
  { label: 'Session, idle', endOf: (column) => rowsIn(column, 'Session')[0]?.columns.expiresAt ?? null },
  { label: 'Session, absolute', endOf: ofState('absoluteExpiresAt') },
]
