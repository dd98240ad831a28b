import { refuses, refusesUnderEach } from '../../support/hostile-provider/attack'
import { bringingItsKey } from '../../support/hostile-provider/signing'

/** RFC 8725 §3.10: a token does not say which key to believe. `refuses` also sees that nobody goes and gets one. */

refusesUnderEach('jwk', { sign: bringingItsKey(({ jwk }) => ({ jwk })) })
for (const name of ['jku', 'x5u'])
  refuses(name, {
    sign: (claims, material) =>
      bringingItsKey(() => ({ [name]: `${String(claims.iss)}/stray` }))(claims, material),
  })
refuses('x5c', { sign: bringingItsKey(() => ({ x5c: [Buffer.from('a certificate').toString('base64')] })) })
