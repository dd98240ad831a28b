import { refuses, refusesUnderEach } from '../../support/hostile-provider/attack'
import { unsigned } from '../../support/hostile-provider/signing'

/** oidcc-client-test-idtoken-sig-none: RFC 8725 §3.1. We ask for a signed one, whatever way it came. */

refusesUnderEach('alg none', { sign: unsigned('none') })
for (const alg of ['None', 'nOnE', '']) refuses(`alg ${JSON.stringify(alg)}`, { sign: unsigned(alg) })
refuses('alg none, with something where the signature is', { sign: unsigned('none', 'c2lnbmF0dXJl') })
refuses('alg RS256, without a signature', { sign: unsigned('RS256') })
