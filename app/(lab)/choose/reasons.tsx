import { StrategyBadge } from '@/app/components/strategy-badge'
import { clauses, type Reason } from '@/lib/choose'
import { Terms } from '../glossary/terms'
import { Observed, type Observations } from './observed'

/** @param named whether each begins with the strategies that it is about */
export const Reasons = ({
  reasons,
  seen,
  named = false,
}: {
  reasons: readonly Reason[]
  seen: Observations
  named?: boolean
}) => (
  <ul className="grid gap-5">
    {reasons.map(({ because, evidence, strategies }) => (
      <li key={because} className="grid max-w-[68ch] gap-1.5">
        {named && (
          <p className="flex flex-wrap gap-x-4">
            {strategies.map((strategy) => (
              <StrategyBadge key={strategy} strategy={strategy} />
            ))}
          </p>
        )}
        <p>
          <Terms>{because}</Terms>
        </p>
        <div className="grid gap-1 border-s border-line ps-3 text-sm text-muted">
          <Observed experiment={evidence.experiment} strategies={strategies} seen={seen} />
          <p>
            Clause: <a href={clauses[evidence.clause].href}>{clauses[evidence.clause].name}</a>
          </p>
        </div>
      </li>
    ))}
  </ul>
)
