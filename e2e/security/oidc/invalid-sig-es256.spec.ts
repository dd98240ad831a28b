import { refuses, refusesUnderEach } from '../../support/hostile-provider/attack'
import { byAnotherKey } from '../../support/hostile-provider/signing'

/** oidcc-client-test-invalid-sig-es256: another algorithm, by a key that the provider does not publish. */

refusesUnderEach('ES256 under the name of an RSA key', { sign: byAnotherKey('ES256') })
for (const alg of ['PS256', 'EdDSA'])
  refuses(`${alg} under the name of an RSA key`, { sign: byAnotherKey(alg) })
