import 'server-only'
import { algorithmConfusion } from './algorithm-confusion'
import { clockSkew } from './clock-skew'
import type { Experiment } from './contract'
import { crossSiteRequest } from './cross-site-request'
import { databaseLeak } from './database-leak'
import { databaseOutage } from './database-outage'
import { growth } from './growth'
import { passwordChange } from './password-change'
import { refreshTokenTheft } from './refresh-token-theft'
import { remoteRevocation } from './remote-revocation'
import { replayAfterSignOut } from './replay-after-sign-out'
import { restart } from './restart'
import { roleChange } from './role-change'
import { signingKeyRotation } from './signing-key-rotation'
import { slowDatabase } from './slow-database'
import { stolenByScript } from './stolen-by-script'
import { tampering } from './tampering'
import { twoTabs } from './two-tabs'
import { userDisabled } from './user-disabled'

/** The registry: an experiment is one module and one line. The order is that of the pages and of the comparison. */
export const experiments: readonly Experiment[] = [
  replayAfterSignOut,
  remoteRevocation,
  passwordChange,
  roleChange,
  userDisabled,
  stolenByScript,
  crossSiteRequest,
  tampering,
  algorithmConfusion,
  refreshTokenTheft,
  twoTabs,
  databaseOutage,
  slowDatabase,
  databaseLeak,
  signingKeyRotation,
  clockSkew,
  growth,
  restart,
]

/** @param slug may come from an address; undefined for one that no experiment has */
export const experimentBySlug = (slug: string) => experiments.find((experiment) => experiment.slug === slug)
