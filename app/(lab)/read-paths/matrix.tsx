import { StrategyBadge } from '@/app/components/strategy-badge'
import { strategies, type StrategyId } from '@/lib/auth'
import { readPaths } from '@/lib/lab'

const columns = Object.keys(strategies) as StrategyId[]

type Seen = Partial<Record<StrategyId, string>>

/** What is said everywhere but for the name of the strategy is the same. */
const isSame = (seen: Seen) =>
  new Set(Object.entries(seen).map(([strategy, said]) => said.replace(strategy, ''))).size === 1

/** Places × strategies, as the executed test saw it. */
export const Matrix = () => (
  <table role="table" className="comparison">
    <caption className="sr-only">What each place sees of a request, and what it may write</caption>
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col">
          Place
        </th>
        {columns.map((strategy) => (
          <th key={strategy} role="columnheader" scope="col">
            <StrategyBadge strategy={strategy} />
          </th>
        ))}
      </tr>
    </thead>
    <tbody role="rowgroup">
      {Object.entries(readPaths()).map(([place, seen]) => (
        <Row key={place} place={place} seen={seen} />
      ))}
    </tbody>
  </table>
)

const Row = ({ place, seen }: { place: string; seen: Seen }) => (
  <tr role="row">
    <th role="rowheader" scope="row" className="font-semibold! first-letter:uppercase">
      {place}
    </th>
    {columns.map((strategy) => (
      <td key={strategy} role="cell" data-strategy={strategy} className={isSame(seen) ? 'same' : 'differs'}>
        <span className="named">
          <StrategyBadge strategy={strategy} />
        </span>
        <span className="grid">
          {(seen[strategy] ?? 'Not tried').split('; ').map((said) => (
            <span key={said}>{said}</span>
          ))}
        </span>
      </td>
    ))}
  </tr>
)
