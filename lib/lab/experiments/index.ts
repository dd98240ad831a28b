import 'server-only'
import type { Experiment } from './contract'
import { replayAfterSignOut } from './replay-after-sign-out'

/** The registry: an experiment is one module and one line. The order is that of the pages and of the comparison. */
export const experiments: readonly Experiment[] = [replayAfterSignOut]

export const experimentBySlug = (slug: string) => experiments.find((experiment) => experiment.slug === slug)
