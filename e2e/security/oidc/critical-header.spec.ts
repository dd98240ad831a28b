import { refusesUnderEach } from '../../support/hostile-provider/attack'
import { signed } from '../../support/hostile-provider/signing'

/** RFC 7515 §4.1.11: whoever does not understand what is critical refuses the token. */

refusesUnderEach('a critical header that nobody knows', {
  sign: signed({ crit: ['only-on'], 'only-on': 'sundays' }),
})
