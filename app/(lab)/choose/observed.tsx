import { TextLink } from '@/app/components/text-link'
import { StrategyBadge } from '@/app/components/strategy-badge'
import type { StrategyId } from '@/lib/auth'
import type { Evidence } from '@/lib/choose'
import type { Run } from '@/lib/lab'

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
