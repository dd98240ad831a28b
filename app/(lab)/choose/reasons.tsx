import { StrategyBadge } from '@/app/components/strategy'
import { clauses, type Reason, type Evidence } from '@/lib/choose'
import { TextLink } from '@/app/components/text'
import type { StrategyId } from '@/lib/auth'
import type { Run } from '@/lib/lab'
import { Terms } from '../glossary/terms'

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

/** What is known from experiments. `titles`: of those that are built, by slug. `canRun`: there is a page to run them on */
export type Observations = { run: Run; titles: ReadonlyMap<string, string>; canRun: boolean }

type Experiment = Evidence['experiment']
type Props = { experiment: Experiment; strategies: readonly StrategyId[]; seen: Observations }

const titleFrom = (slug: string) => slug.charAt(0).toUpperCase() + slug.slice(1).replaceAll('-', ' ')

/** The verdict of the last run on each of the strategies, or that there is none. Nothing else is ever said here. */
export function Observed({ experiment, strategies, seen }: Props) {
  const ran = seen.run[experiment]
  return (
    <div className="grid gap-1">
      <p>
        <ExperimentName experiment={experiment} seen={seen} />
        {ran ? (
          <>
            , seen on <time dateTime={ran.at}>{ran.at.slice(0, 10)}</time>:
          </>
        ) : (
          <>: {seen.titles.has(experiment) ? 'not run yet.' : 'this experiment is not built yet.'}</>
        )}
      </p>
      {ran && (
        <ul className="grid gap-1">
          {strategies.map((strategy) => (
            <li key={strategy} className="flex flex-wrap gap-x-2">
              <StrategyBadge strategy={strategy} />
              <span className="text-ink">
                {ran.outcomes[strategy]?.verdict ?? 'Not a strategy that this experiment tries.'}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** Its title, as a link where it can be run. */
export function ExperimentName({ experiment, seen }: { experiment: string; seen: Observations }) {
  const title = seen.titles.get(experiment)
  if (!title || !seen.canRun) return <>{title ?? titleFrom(experiment)}</>
  return <TextLink href={`/experiments/${experiment}`}>{title}</TextLink>
}
