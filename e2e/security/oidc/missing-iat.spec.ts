import { refuses, refusesUnderEach } from '../../support/hostile-provider/attack'
import { having, without } from '../../support/hostile-provider/faults'

/** oidcc-client-test-missing-iat: Core §2. */

refusesUnderEach('no time of issue', { idToken: without('iat') })
for (const iat of ['now', null, true])
  refuses(`issued at ${JSON.stringify(iat)}`, { idToken: having({ iat }) })
