import { refuses, refusesInTime } from '../../support/hostile-provider/attack'
import type { HostileProvider } from '../../support/hostile-provider'
import { quick, slow } from '../../support/hostile-provider/trouble'

/** The keys cannot be had, and the ID token is signed by one that is not known yet: not verified is not signed in. */

const rotated = ({ rotate }: HostileProvider) => rotate()

for (const trouble of quick) refuses(`jwks: ${trouble}`, { jwks: trouble }, rotated)
for (const trouble of slow) refusesInTime(`jwks: ${trouble}`, { jwks: trouble }, rotated)
