import 'server-only'
import { algorithmConfusion } from './algorithm-confusion'
import { clockSkew } from './clock-skew'
import type { Experiment } from './contract'
import { passwordChange } from './password-change'
import { refreshTokenTheft } from './refresh-token-theft'
import { remoteRevocation } from './remote-revocation'
import { replayAfterSignOut } from './replay-after-sign-out'
import { roleChange } from './role-change'
import { signingKeyRotation } from './signing-key-rotation'
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
  tampering,
  algorithmConfusion,
  clockSkew,
  twoTabs,
  refreshTokenTheft,
  signingKeyRotation,
]

export const experimentBySlug = (slug: string) => experiments.find((experiment) => experiment.slug === slug)
