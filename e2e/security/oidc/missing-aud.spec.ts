import { refusesUnderEach } from '../../support/hostile-provider/attack'
import { without } from '../../support/hostile-provider/faults'

/** oidcc-client-test-missing-aud: Core §2. */

refusesUnderEach('for nobody', { idToken: without('aud') })
