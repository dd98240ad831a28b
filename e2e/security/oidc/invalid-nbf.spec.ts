import { refuses, refusesUnderEach } from '../../support/hostile-provider/attack'

/** RFC 7519 §4.1.5: not before tomorrow is not now. */

refusesUnderEach('good from tomorrow on', {
  idToken: (claims) => ({ ...claims, nbf: Math.floor(Date.now() / 1000) + 24 * 3600 }),
})
refuses('good from "now" on', { idToken: (claims) => ({ ...claims, nbf: 'now' }) })
