import { refuses, refusesUnderEach } from '../../support/hostile-provider/attack'
import { having, without } from '../../support/hostile-provider/faults'

/** oidcc-client-test-discovery-issuer-mismatch: Discovery §4.3, ASVS 10.5.3. Compared character by character. */

refusesUnderEach('another issuer', { discovery: having({ issuer: 'https://evil.example' }) })
refuses('the issuer with a slash more', {
  discovery: (metadata) => ({ ...metadata, issuer: `${String(metadata.issuer)}/` }),
})
refuses('no issuer', { discovery: without('issuer') })
for (const issuer of [7, null, '', {}])
  refuses(`the issuer ${JSON.stringify(issuer)}`, { discovery: having({ issuer }) })
