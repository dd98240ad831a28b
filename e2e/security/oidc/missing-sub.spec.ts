import { refuses, refusesUnderEach } from '../../support/hostile-provider/attack'
import { having, without } from '../../support/hostile-provider/faults'

/** oidcc-client-test-missing-sub: Core §2, at most 255 ASCII characters. An identity without a key is nobody's. */

/** Userinfo names the right subject: with it, the difference would be the reason to refuse. */
const withoutUserinfo = { discovery: without('userinfo_endpoint') }

refusesUnderEach('no subject', { ...withoutUserinfo, idToken: without('sub') })
for (const sub of ['', 7, null, true, ['a'], { id: 'a' }, 'a'.repeat(256), 'a\u0000b'])
  refuses(`the subject ${JSON.stringify(sub).slice(0, 20)}`, { ...withoutUserinfo, idToken: having({ sub }) })
