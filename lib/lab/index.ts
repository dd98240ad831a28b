import 'server-only'

/** The lab: what is claimed of a strategy is tried, here, by whoever asks. Nothing imports it but `app/(lab)`, the front page and `instrumentation.ts`. */
export { experimentBySlug, experiments } from './experiments'

export type { Experiment, Outcome, Series } from './experiments/contract'
export type { RunEvent } from './run-experiment'
export { readPaths } from './results'
export { lastRun } from './results'
export type { ExperimentRun, Run } from './results'
export { flows } from './flows'
export type { Flow } from './flows/flow'
export type { RecordEvent } from './record-flow'
export type { Lane, Message, RecordedStep, Recording } from './wire/recording'
export { inspectHere } from './http'
export type { Credential } from './inspection/inspect-credential'
export type { CredentialInspection } from './inspection/inspect-credential'
export type { StoredRow } from './inspection/stored-rows'
