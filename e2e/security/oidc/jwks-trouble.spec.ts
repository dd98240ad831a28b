import { refuses, refusesUnderEach } from '../../support/hostile-provider/attack'
import type { HostileProvider } from '../../support/hostile-provider'
import { quick } from '../../support/hostile-provider/trouble'

/** The keys cannot be had, and the ID token is signed by one that is not known yet: not verified is not signed in. Never done:
 *  slow-provider.spec.ts. */

const rotated = ({ rotate }: HostileProvider) => rotate()

refusesUnderEach('jwks: dead', { jwks: 'dead' }, rotated)
for (const trouble of quick.filter((name) => name !== 'dead'))
  refuses(`jwks: ${trouble}`, { jwks: trouble }, rotated)
