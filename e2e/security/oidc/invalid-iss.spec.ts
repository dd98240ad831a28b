import { refuses, refusesUnderEach } from '../../support/hostile-provider/attack'
import { having, without } from '../../support/hostile-provider/faults'

/** oidcc-client-test-invalid-iss: OpenID Connect Core §3.1.3.7 (2). */

refusesUnderEach('issued by somebody else', { idToken: having({ iss: 'https://evil.example' }) })
refuses('the issuer with a slash more', {
  idToken: (claims) => ({ ...claims, iss: `${String(claims.iss)}/` }),
})
refuses('the issuer in capitals', {
  idToken: (claims) => ({ ...claims, iss: String(claims.iss).toUpperCase() }),
})
refuses('no issuer', { idToken: without('iss') })
refuses('an issuer that is a list', { idToken: (claims) => ({ ...claims, iss: [claims.iss] }) })
