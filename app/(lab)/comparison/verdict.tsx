import type { StrategyId } from '@/lib/auth/contract'
import type { ExperimentRun, Outcome } from '@/lib/lab'
import { Moment } from '@/app/components/moment'

type Result = Outcome['result']
type Observed = NonNullable<ExperimentRun['outcomes'][StrategyId]>

const looks: Record<Result, { name: string; colour: string }> = {
  resists: { name: 'Resists', colour: 'text-ok' },
  'time-limited': { name: 'Time-limited', colour: 'text-muted' },
  vulnerable: { name: 'Vulnerable', colour: 'text-refused' },
}

/** How a strategy stood: a mark that is never alone, for what follows says it in words. */
export const ResultMark = ({ result }: { result: Result }) => {
  const { name, colour } = looks[result]
  return <span className={`mark ${result} ${colour}`}>{name}: </span>
}

/** A number stays with its unit. */
const unbroken = (verdict: string) => verdict.replaceAll(/(\d) (?=(?:h|min|s)\b)/g, '$1\u00a0')

/** The words of an outcome, with the mark of its result. */
export const Verdict = ({ outcome: { verdict, result } }: { outcome: Observed }) => (
  <span className="flex gap-1.5">
    <ResultMark result={result} />
    <span className="min-w-0 wrap-anywhere">{unbroken(verdict)}</span>
  </span>
)

/** What the marks mean. */
export const ResultKey = () => (
  <p className="flex flex-wrap gap-x-5 gap-y-1 text-sm text-muted">
    {Object.entries(looks).map(([result, { name, colour }]) => (
      <span key={name} className="inline-flex gap-1.5">
        <span aria-hidden="true" className={`mark ${result} ${colour}`} />
        {name}
      </span>
    ))}
  </p>
)

/** When, with which version, on what machine. */
export const Provenance = ({
  run: { at, version, machine },
}: {
  run: Pick<ExperimentRun, 'at' | 'version' | 'machine'>
}) => (
  <>
    <Moment at={at} />, version {version}, {machine}
  </>
)

/** The newest of each version and machine. */
function newest(runs: ExperimentRun[]): ExperimentRun[] {
  const byPlace = new Map<string, ExperimentRun>()
  for (const run of runs.toSorted((a, b) => a.at.localeCompare(b.at)))
    byPlace.set(`${run.version} ${run.machine}`, run)
  return [...byPlace.values()].toReversed()
}

/** Where the cells of a table come from: one line for each machine and version. */
export const Provenances = ({ runs }: { runs: ExperimentRun[] }) => (
  <ul className="grid gap-0.5 text-sm text-muted">
    {newest(runs).map((run) => (
      <li key={`${run.version} ${run.machine}`}>
        Last run: <Provenance run={run} />
      </li>
    ))}
  </ul>
)
