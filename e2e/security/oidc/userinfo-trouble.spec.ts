import { refuses, refusesUnderEach } from '../../support/hostile-provider/attack'
import { without } from '../../support/hostile-provider/faults'
import { quick } from '../../support/hostile-provider/trouble'

/** Who it is cannot be had where only userinfo says it: ASVS 16.5.2. Never done: slow-provider.spec.ts. */

const bare = { idToken: without('name', 'email', 'email_verified') }

refusesUnderEach('userinfo: dead', { ...bare, userinfo: 'dead' })
for (const trouble of quick.filter((name) => name !== 'dead'))
  refuses(`userinfo: ${trouble}`, { ...bare, userinfo: trouble })
