import { refuses, refusesInTime } from '../../support/hostile-provider/attack'
import { without } from '../../support/hostile-provider/faults'
import { quick, slow } from '../../support/hostile-provider/trouble'

/** Who it is cannot be had where only userinfo says it: ASVS 16.5.2. */

const bare = { idToken: without('name', 'email', 'email_verified') }

for (const trouble of quick) refuses(`userinfo: ${trouble}`, { ...bare, userinfo: trouble })
for (const trouble of slow) refusesInTime(`userinfo: ${trouble}`, { ...bare, userinfo: trouble })
