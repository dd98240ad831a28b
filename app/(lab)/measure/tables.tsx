import { Ledger, LedgerCell, LedgerRow } from '@/app/components/ledger'
import { AskerName, type Asker } from '../charts/asker'

/** A figure of the run that is shown, and of the one beside it; undefined where it was not measured. */
export type Pair = { shown: number | undefined; beside: number | undefined }

type Row = { head: { asker: Asker } | { text: string }; cells: readonly Pair[] }

type Props = {
  caption: string
  /** what a row is */
  corner: string
  /** with the unit */
  columns: readonly string[]
  rows: readonly Row[]
  /** after the decimal point, of values below 100; of each column, where they differ */
  digits: number | readonly number[]
  /** the names of the two runs */
  names: { shown: string; beside: string | null }
}

/** The numbers of a chart. In each cell that of the run that is shown, and below it that of the run beside. */
export const FigureTable = ({ caption, corner, columns, rows, digits, names }: Props) => (
  <div className="grid gap-1 text-sm">
    {names.beside && (
      <p className="text-[0.8125rem] text-muted">
        First {names.shown}, then {names.beside}.
      </p>
    )}
    <Ledger
      caption={caption}
      columns={[corner, ...columns.map((name) => ({ name, look: 'numeric' as const }))]}
    >
      {rows.map(({ head, cells }) => (
        <LedgerRow
          key={'asker' in head ? head.asker : head.text}
          head={'asker' in head ? <AskerName asker={head.asker} /> : head.text}
        >
          {cells.map(({ shown, beside }, at) => (
            <LedgerCell key={columns[at]} label={columns[at]!} className="numeric">
              <span>
                {written(shown, digitsOf(digits, at))}
                {names.beside && (
                  <span className="block text-[0.8125rem] text-muted">
                    {written(beside, digitsOf(digits, at))}
                  </span>
                )}
              </span>
            </LedgerCell>
          ))}
        </LedgerRow>
      ))}
    </Ledger>
  </div>
)

const digitsOf = (digits: number | readonly number[], column: number) =>
  typeof digits === 'number' ? digits : (digits[column] ?? 0)

/** With thousands apart; "–" where nothing was measured. */
const written = (value: number | undefined, digits: number) =>
  value === undefined || Number.isNaN(value)
    ? '–'
    : value.toLocaleString('en', {
        minimumFractionDigits: value >= 100 ? 0 : digits,
        maximumFractionDigits: value >= 100 ? 0 : digits,
      })
