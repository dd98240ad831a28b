import { refuses, refusesUnderEach } from '../../support/hostile-provider/attack'
import { having } from '../../support/hostile-provider/faults'

/** oidcc-client-test-invalid-aud: Core §3.1.3.7 (3). Several audiences: invalid-azp.spec.ts. */

refusesUnderEach('for another', { idToken: having({ aud: 'other' }) })
for (const aud of [['other'], [], '', 7, { 0: 'bothways' }, 'Bothways', 'bothways other'])
  refuses(`for ${JSON.stringify(aud)}`, { idToken: having({ aud }) })
