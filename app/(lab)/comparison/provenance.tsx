import { Moment } from '@/app/components/moment'
import type { ExperimentRun } from '@/lib/lab'

/** When, with which version, on what machine. */
export const Provenance = ({ run: { at, version, machine } }: { run: ExperimentRun }) => (
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
