import { refuses, refusesUnderEach } from '../../support/hostile-provider/attack'
import { having, without } from '../../support/hostile-provider/faults'
import { signed } from '../../support/hostile-provider/signing'

/** RFC 8725 §3.11–12, ASVS 9.2.2: what was signed for another purpose is no ID token. */

const backchannel = { 'http://schemas.openid.net/event/backchannel-logout': {} }

for (const typ of ['at+jwt', 'logout+jwt', 'application/at+jwt'])
  refuses(`typ ${typ}`, { sign: signed({ typ }) })
refusesUnderEach('a logout token', {
  idToken: (claims) => ({ ...without('nonce')(claims), events: backchannel, jti: 'a' }),
  sign: signed({ typ: 'logout+jwt' }),
})
refuses('an access token for our own API', {
  idToken: (claims) => ({ ...claims, aud: 'http://localhost/api', client_id: 'bothways', scope: 'openid' }),
  sign: signed({ typ: 'at+jwt' }),
})
for (const token of [7, null, {}, ['a'], '', 'a', 'a.b', '..', 'a.b.c', 'a.b.c.d.e', 'é.é.é'])
  refuses(`an ID token like ${JSON.stringify(token)}`, { token: having({ id_token: token }) })
refusesUnderEach('no ID token', { token: without('id_token') })
