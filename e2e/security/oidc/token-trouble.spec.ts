import { refuses, refusesUnderEach } from '../../support/hostile-provider/attack'
import { quick } from '../../support/hostile-provider/trouble'

/** The token endpoint does not answer, or not as it should: ASVS 16.5.2. Never done: slow-provider.spec.ts. */

refusesUnderEach('token: dead', { token: 'dead' })
for (const trouble of quick.filter((name) => name !== 'dead'))
  refuses(`token: ${trouble}`, { token: trouble })
