import { StrategyBadge } from '@/app/components/strategy-badge'
import type { StrategyId } from '@/lib/auth/contract'
import { Verdict } from '../../comparison/verdict'
import type { Outcomes } from './run-state'
import { SecondsChart } from './seconds-chart'
import { SeriesChart } from './series-chart'

type Props = { outcomes: Outcomes; strategies: readonly StrategyId[]; counts: string | undefined }

/** What a run observed of each strategy: the verdict, what was measured, and the seconds as a picture. */
export function Findings({ outcomes, strategies, counts }: Props) {
  const observed = strategies.flatMap((strategy) => {
    const outcome = outcomes[strategy]
    return outcome ? [{ strategy, outcome }] : []
  })
  const bars = observed.flatMap(({ strategy, outcome: { seconds } }) =>
    seconds === undefined ? [] : [{ strategy, seconds }],
  )
  const lines = observed.flatMap(({ strategy, outcome: { series } }) =>
    series ? [{ strategy, ...series }] : [],
  )
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <table role="table" className="ledger">
        <caption className="sr-only">What was observed of each strategy</caption>
        <thead role="rowgroup">
          <tr role="row">
            {['Strategy', 'Observed', 'Measured in this run'].map((head) => (
              <th key={head} role="columnheader" scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {observed.map(({ strategy, outcome }) => (
            <tr key={strategy} role="row">
              <th role="rowheader" scope="row" className="font-medium!">
                <StrategyBadge strategy={strategy} />
              </th>
              <td role="cell" data-label="Observed">
                <Verdict outcome={outcome} />
              </td>
              <td role="cell" data-label="Measured" className="text-sm">
                <Measured measured={outcome.measured ?? {}} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {bars.length > 0 && <SecondsChart bars={bars} counts={counts} />}
      {lines.length > 0 && <SeriesChart lines={lines} />}
    </div>
  )
}

const Measured = ({ measured }: { measured: Record<string, string | number> }) => (
  <dl className="grid gap-0.5">
    {Object.entries(measured).map(([name, value]) => (
      <div key={name} className="flex flex-wrap justify-between gap-x-4">
        <dt className="text-muted">{name}</dt>
        <dd className="font-mono text-[0.8125rem] tabular-nums">{value}</dd>
      </div>
    ))}
  </dl>
)
