import { refuses, refusesUnderEach } from '../../support/hostile-provider/attack'
import { having, without } from '../../support/hostile-provider/faults'

/** oidcc-client-test-userinfo-invalid-sub: Core §5.3.2. Claims of somebody else are not taken. */

const bare = { idToken: without('name', 'email', 'email_verified') }

refusesUnderEach('userinfo of another person', { ...bare, userinfo: having({ sub: 'somebody else' }) })
refuses('userinfo of nobody', { ...bare, userinfo: without('sub') })
for (const sub of ['', null, 7, ['a'], {}])
  refuses(`userinfo of ${JSON.stringify(sub)}`, { ...bare, userinfo: having({ sub }) })
