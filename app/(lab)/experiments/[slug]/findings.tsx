import { Ledger, LedgerCell, LedgerRow } from '@/app/components/ledger'
import { StrategyBadge } from '@/app/components/strategy'
import type { StrategyId } from '@/lib/auth/contract'
import { buttonClass } from '@/app/components/button'
import { Verdict } from '../../comparison/verdict'
import type { Outcomes, RunState } from './run-state'
import { SecondsChart, SeriesChart } from './charts'

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
      <Ledger
        caption="What was observed of each strategy"
        columns={['Strategy', 'Observed', 'Measured in this run']}
      >
        {observed.map(({ strategy, outcome }) => (
          <LedgerRow key={strategy} head={<StrategyBadge strategy={strategy} />} headClassName="font-medium!">
            <LedgerCell label="Observed">
              <Verdict outcome={outcome} />
            </LedgerCell>
            <LedgerCell label="Measured" className="text-sm">
              <Measured measured={outcome.measured ?? {}} />
            </LedgerCell>
          </LedgerRow>
        ))}
      </Ledger>
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

/** The run as it came over the wire, made into a file by the page itself. */
export function Download({ slug, run }: { slug: string; run: RunState }) {
  const save = () => {
    const { startedAt, status, events } = run
    const text = JSON.stringify({ experiment: slug, startedAt, status, events }, null, 2)
    const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
    Object.assign(document.createElement('a'), { href: url, download: `${slug}.json` }).click()
    URL.revokeObjectURL(url)
  }
  return (
    <button
      type="button"
      disabled={run.events.length === 0 || run.status === 'running'}
      onClick={save}
      className={`${buttonClass('plain')} disabled:text-muted [@media(scripting:none)]:hidden`}
    >
      Download this run
    </button>
  )
}
