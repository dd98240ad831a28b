import { traitsInWords } from '@/app/components/strategy'
import type { StoredRow } from '@/lib/lab'
import { strategies } from '@/lib/strategies'
import { hasRow, isIn, type Column } from './column'
import type { ShownAnswer } from './answer'

/** Stands where a column has nothing to say. */
export const nothing = '–'

export type Tone = 'ok' | 'refused' | 'unknown'
export type Cell = { text: string; tone?: Tone | undefined }

/** `varies`: differs from call to call by itself, which says nothing about the strategy: never highlighted. */
export type Row = {
  label: string
  cell: (column: Column) => Cell
  wire?: boolean
  /** of a table: its label is a name there */
  isColumn?: boolean
  varies?: boolean
  numeric?: boolean
}

const plain = (text: string | number | null | undefined): Cell => ({
  text: String(text ?? nothing),
})
const ofCredential =
  (describe: (credential: NonNullable<NonNullable<Column['inspection']>['credential']>) => string) =>
  ({ inspection }: Column) =>
    plain(inspection?.credential ? describe(inspection.credential) : null)

const decodable = ({ header, claims }: { header: unknown; claims: unknown }) =>
  claims
    ? 'By anybody: see below'
    : header
      ? 'Encrypted: only the server can open it'
      : 'It says nothing: it is random'

export const holdsRows: Row[] = [
  { label: 'State', cell: stateOf },
  { label: 'What', cell: ({ strategy }) => plain(traitsInWords(strategies[strategy]).holds) },
  { label: 'Carried by', cell: ({ strategy }) => plain(traitsInWords(strategies[strategy]).carriedBy) },
  { label: 'On the wire', wire: true, cell: ofCredential(({ redacted }) => redacted) },
  { label: 'Bytes in each request', numeric: true, cell: ofCredential(({ bytes }) => `${bytes} B`) },
  { label: 'Decodable', cell: ofCredential(decodable) },
  { label: 'Proof of a key', cell: (column) => plain(proofOf(column)) },
]

function proofOf(column: Column): string | null {
  const { credential } = column.inspection ?? {}
  if (!credential) return null
  if (credential.proof) return `${credential.proof.bytes} B, signed anew for each request: see below`
  if (strategies[column.strategy].proof !== 'each-renewal') return 'None: a copy is as good as the original'
  return rowsIn(column, 'DeviceKey').length > 0
    ? 'None here: the browser signs for each next cookie, and a copy ends with its minutes'
    : 'None: this browser has registered no key'
}

function stateOf(column: Column): Cell {
  const { inspection } = column
  if (!inspection) return plain('Not signed in')
  const { state } = inspection
  if (state.status === 'authenticated')
    return hasRow(column)
      ? { text: 'Signed in', tone: 'ok' }
      : { text: `Accepted, its row ${inspection.rows ? 'is gone' : 'cannot be read'}`, tone: 'unknown' }
  if (state.status === 'unavailable') return { text: 'Cannot tell', tone: 'unknown' }
  return state.because === 'absent'
    ? plain('Not signed in')
    : { text: `Refused: ${state.because}`, tone: 'refused' }
}

export const readRows: Row[] = [
  { label: 'A script of this page', cell: ({ exposure }) => plain(exposure?.script) },
  { label: 'Another tab', cell: ({ exposure }) => plain(exposure?.otherTab) },
  { label: 'The server', cell: (column) => plain(serverSees(column)) },
]

function serverSees(column: Column) {
  const session = rowsIn(column, 'Session')[0]
  if (!isIn(column)) return null
  if (!session) return column.inspection?.rows ? 'Gets it; keeps nothing' : 'Gets it'
  if (session.columns.tokenHash === 'null') return 'Gets it; keeps no trace of it'
  const isReference = strategies[column.strategy].credential === 'signed-reference'
  return isReference ? 'Gets it; keeps the reference in it' : 'Gets it; keeps its SHA-256'
}

/** Of refresh tokens the newest first. Empty also where the server could not look, or has not. */
export const rowsIn = ({ inspection }: Column, table: StoredRow['table']) =>
  inspection?.rows?.filter((row) => row.table === table) ?? []

/** Differs from sign-in to sign-in, also under one strategy. */
const ofEachSignIn = new Set([
  'id',
  'sessionId',
  'createdAt',
  'authenticatedAt',
  'lastUsedAt',
  'absoluteExpiresAt',
])

/** The rows as they are, by table and column: those that any of the strategies has. */
export function storedRows(columns: Column[]): Row[] {
  const tables = ['Session', 'SessionOrigin', 'DeviceKey', 'RefreshToken'] as const
  return tables.flatMap((table) => {
    const names = new Set(columns.flatMap((column) => Object.keys(rowsIn(column, table)[0]?.columns ?? {})))
    const isOptional = table !== 'Session' && names.size === 0
    const count: Row = { label: `${table} rows`, numeric: true, cell: (column) => countOf(column, table) }
    const ofNewest = (name: string): Row => ({
      label: name,
      wire: true,
      isColumn: true,
      varies: ofEachSignIn.has(name),
      cell: (column) => plain(rowsIn(column, table)[0]?.columns[name]),
    })
    return isOptional ? [] : [count, ...[...names].map(ofNewest)]
  })
}

const countOf = (column: Column, table: StoredRow['table']) =>
  plain(column.inspection?.credential && column.inspection.rows ? rowsIn(column, table).length : null)

const toneOf = (status: number): Tone =>
  status >= 200 && status < 300 ? 'ok' : status >= 400 && status < 500 ? 'refused' : 'unknown'

const ofAnswer =
  (describe: (answer: ShownAnswer) => string | null, tone?: (answer: ShownAnswer) => Tone) =>
  ({ answer }: Column): Cell =>
    answer ? { text: describe(answer) ?? nothing, tone: tone?.(answer) } : plain(null)

const milliseconds = (ms: number | null, digits: number) => (ms === null ? null : `${ms.toFixed(digits)} ms`)

export const answerRows: Row[] = [
  { label: 'Request', wire: true, cell: ({ asked, answer }) => plain(answer && asked) },
  {
    label: 'Status',
    numeric: true,
    cell: ofAnswer(
      ({ status }) => String(status || 'none'),
      ({ status }) => toneOf(status),
    ),
  },
  { label: 'It says', cell: ofAnswer(({ says }) => says) },
  {
    label: 'Database queries',
    numeric: true,
    cell: ofAnswer(({ queries }) => (queries === null ? null : String(queries))),
  },
  { label: 'Time, here', numeric: true, varies: true, cell: ofAnswer(({ ms }) => milliseconds(ms, 1)) },
  {
    label: 'Time, to know who',
    numeric: true,
    varies: true,
    cell: ofAnswer(({ authMs }) => milliseconds(authMs, 2)),
  },
  {
    label: 'Credential sent',
    numeric: true,
    cell: (column) => (column.answer ? ofCredential(({ bytes }) => `${bytes} B`)(column) : plain(null)),
  },
  { label: 'Answer', numeric: true, varies: true, cell: ofAnswer(({ bytes }) => `${bytes} B`) },
]

export const saidRows: Row[] = [
  { label: 'Looked up', cell: ({ strategy }) => plain(traitsInWords(strategies[strategy]).lookedUp) },
]

/** ISO 8601, or null where there is none that the page knows of. */
type Ending = { label: string; endOf: (column: Column) => string | null }

const ofState =
  (end: 'expiresAt' | 'absoluteExpiresAt') =>
  ({ inspection }: Column) =>
    inspection?.state.status === 'authenticated' ? inspection.state[end] : null

/** The three ends: of the credential, of a session that nobody uses, and the absolute one, which nothing moves. */
export const endings: Ending[] = [
  { label: 'Credential', endOf: ofState('expiresAt') },
  { label: 'Session, idle', endOf: (column) => rowsIn(column, 'Session')[0]?.columns.expiresAt ?? null },
  { label: 'Session, absolute', endOf: ofState('absoluteExpiresAt') },
]

/** The text that more than half of the texts are, or null. Cells with it are dimmed, so that the others stand out. */
export function majority(texts: readonly string[]): string | null {
  const most = (text: string) => texts.filter((one) => one === text).length * 2 > texts.length
  return texts.find(most) ?? null
}
