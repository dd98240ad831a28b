import { StrategyBadge } from '@/app/components/strategy'
import { readPaths } from '@/lib/lab'
import { strategyIds, type StrategyId } from '@/lib/strategies'
import { StrategyTable } from '../strategy-table'

type Seen = Record<StrategyId, string>

const withoutName = (seen: Seen, strategy: StrategyId) =>
  seen[strategy].replace(`as ${strategy}`, 'as its own strategy')

/** What is said of every strategy, but for its name; null where they part. */
function saidOfAll(seen: Seen): string | null {
  const [one, ...others] = new Set(strategyIds.map((strategy) => withoutName(seen, strategy)))
  return others.length === 0 ? (one ?? null) : null
}

/** Places × strategies, as the executed test saw it. What is the same for all is said once. */
export const Matrix = () => (
  <StrategyTable caption="What each place sees of a request, and what it may write" corner="Place">
    {Object.entries(readPaths()).map(([place, seen]) => (
      <Row key={place} place={place} seen={seen} />
    ))}
  </StrategyTable>
)

function Row({ place, seen }: { place: string; seen: Seen }) {
  const all = saidOfAll(seen)
  return (
    <tr role="row">
      <th role="rowheader" scope="row" className="font-semibold! first-letter:uppercase">
        {place}
      </th>
      {all === null ? (
        strategyIds.map((strategy) => <Cell key={strategy} strategy={strategy} said={seen[strategy]} />)
      ) : (
        <td
          role="cell"
          colSpan={strategyIds.length}
          aria-colspan={strategyIds.length}
          className="same min-[60rem]:text-center"
        >
          <span className="named">Under each</span>
          <Said said={all} />
        </td>
      )}
    </tr>
  )
}

const Cell = ({ strategy, said }: { strategy: StrategyId; said: string }) => (
  <td role="cell" data-strategy={strategy} className="differs">
    <span className="named">
      <StrategyBadge strategy={strategy} />
    </span>
    <Said said={said} />
  </td>
)

const Said = ({ said }: { said: string }) => (
  <span className="grid">
    {said.split('; ').map((part) => (
      <span key={part}>{part}</span>
    ))}
  </span>
)
