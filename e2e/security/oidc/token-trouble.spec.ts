import { refuses, refusesInTime } from '../../support/hostile-provider/attack'
import { quick, slow } from '../../support/hostile-provider/trouble'

/** The token endpoint does not answer, or not as it should: ASVS 16.5.2. */

for (const trouble of quick) refuses(`token: ${trouble}`, { token: trouble })
for (const trouble of slow) refusesInTime(`token: ${trouble}`, { token: trouble })
