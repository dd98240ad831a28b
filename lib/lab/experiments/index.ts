import 'server-only'
import type { Experiment } from './contract'
import { crossSiteRequest } from './cross-site-request'
import { databaseLeak } from './database-leak'
import { databaseOutage } from './database-outage'
import { growth } from './growth'
import { replayAfterSignOut } from './replay-after-sign-out'
import { restart } from './restart'
import { slowDatabase } from './slow-database'
import { stolenByScript } from './stolen-by-script'

/** The registry: an experiment is one module and one line. The order is that of the pages and of the comparison. */
export const experiments: readonly Experiment[] = [
  replayAfterSignOut,
  stolenByScript,
  crossSiteRequest,
  databaseOutage,
  slowDatabase,
  databaseLeak,
  growth,
  restart,
]

export const experimentBySlug = (slug: string) => experiments.find((experiment) => experiment.slug === slug)
