import 'server-only'

/** The lab: what is claimed of a strategy is tried, here, by whoever asks. Nothing outside imports it but `app/(lab)` and `app/api/lab`. */
export { experimentBySlug, experiments } from './experiments'
export type { Experiment, Outcome, Series } from './experiments/contract'
export type { RunEvent } from './run-experiment'
export { readPaths } from './results/read-paths'
export { lastRun } from './results/last-run'
export type { ExperimentRun, Run } from './results/run'
export { flows } from './flows'
export type { Flow } from './flows/contract'
export type { RecordEvent } from './record-flow'
export type { Lane, Message, RecordedStep, Recording } from './wire/recording'
