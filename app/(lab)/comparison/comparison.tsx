import clsx from 'clsx'
import { Moment } from '@/app/components/moment'
import { StrategyBadge } from '@/app/components/strategy'
import { TextLink } from '@/app/components/text'
import { experiments, lastRun, type Experiment, type ExperimentRun } from '@/lib/lab'
import { strategyIds, type StrategyId } from '@/lib/strategies'
import { Terms } from '../glossary/terms'
import { StrategyTable } from '../strategy-table'
import { Provenances, ResultKey, Verdict } from './verdict'

type Props = {
  /** with the question of each experiment, and when it was run */
  detailed?: boolean
}

/** Experiments × strategies, every cell from a run: nothing in it was typed. Server-rendered, without a script. */
export async function Comparison({ detailed = false }: Props) {
  const run = await lastRun()
  const runs = experiments.flatMap(({ slug }) => run[slug] ?? [])
  return (
    <div className="grid gap-4">
      <ResultKey />
      <StrategyTable caption="What each strategy did in each experiment" corner="Experiment">
        {experiments.map((experiment) => (
          <Row key={experiment.slug} experiment={experiment} detailed={detailed} run={run[experiment.slug]} />
        ))}
      </StrategyTable>
      <Provenances runs={runs} />
    </div>
  )
}

type RowProps = { experiment: Experiment; run: ExperimentRun | undefined; detailed: boolean }

function Row({ experiment, run, detailed }: RowProps) {
  const { slug, title, question } = experiment
  const isSame = new Set(Object.values(run?.outcomes ?? {}).map(({ verdict }) => verdict)).size === 1
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        <TextLink href={`/experiments/${slug}`} className="font-semibold">
          {title}
        </TextLink>
        {detailed && (
          <p className="mt-1 text-[0.9375rem]">
            <Terms>{question}</Terms>
          </p>
        )}
        {detailed && run && (
          <p className="mt-1 text-[0.8125rem] text-muted">
            <Moment at={run.at} />, version {run.version}
          </p>
        )}
      </th>
      {strategyIds.map((strategy) => (
        <Cell key={strategy} experiment={experiment} run={run} strategy={strategy} isSame={isSame} />
      ))}
    </tr>
  )
}

type CellProps = Omit<RowProps, 'detailed'> & { strategy: StrategyId; isSame: boolean }

function Cell({ experiment: { slug, strategies }, run, strategy, isSame }: CellProps) {
  const outcome = run?.outcomes[strategy]
  const none = strategies.includes(strategy) ? 'Not run yet' : 'Does not apply'
  return (
    <td role="cell" data-strategy={strategy} className={clsx(outcome && !isSame ? 'differs' : 'same')}>
      <span className="named *:whitespace-normal!">
        <StrategyBadge strategy={strategy} />
      </span>
      {outcome ? (
        <TextLink href={`/experiments/${slug}`} className="no-underline hover:underline">
          <Verdict outcome={outcome} />
        </TextLink>
      ) : (
        <span className="text-muted">{none}</span>
      )}
    </td>
  )
}

/**
 * For the start page: what happened when it was tried. The page loads it only where the lab is on.
 */
export const Tried = () => (
  <section aria-labelledby="tried" className="mt-16 grid gap-6">
    <div className="grid gap-2">
      <h2 id="tried" className="text-xl">
        What happened when it was tried
      </h2>
      <p className="prose-width text-muted">
        Each cell was observed in a run, none was typed in. Where a row is coloured, the strategies part:{' '}
        <TextLink href="/experiments">all experiments</TextLink>, to be run here by you.
      </p>
    </div>
    <Comparison />
  </section>
)
