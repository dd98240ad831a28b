import { refuses, refusesUnderEach } from '../../support/hostile-provider/attack'
import { byAnotherKey, signed } from '../../support/hostile-provider/signing'

/** A name that no key of the JWKS has: asked for once more, and then refused, whoever signed. */

refusesUnderEach('kid unknown, by another key', { sign: byAnotherKey('RS256', { kid: 'unknown' }) })
refuses(`kid unknown, by the provider's key`, { sign: signed({ kid: 'unknown' }) })
for (const kid of ['', '../../etc/passwd', '__proto__', 7]) {
  refuses(`kid ${JSON.stringify(kid)}, by the provider's key`, { sign: signed({ kid }) })
  refuses(`kid ${JSON.stringify(kid)}, by another key`, { sign: byAnotherKey('RS256', { kid }) })
}
