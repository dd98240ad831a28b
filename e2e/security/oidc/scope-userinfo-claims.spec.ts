import { accepts } from '../../support/hostile-provider/attack'
import { without } from '../../support/hostile-provider/faults'

/** oidcc-client-test-scope-userinfo-claims: Core §5.4. Many providers put only `sub` into the ID token. */

accepts('name and email from userinfo alone', {
  idToken: without('name', 'email', 'email_verified'),
  userinfo: (claims) => claims,
})
