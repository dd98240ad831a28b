import { refuses, refusesUnderEach } from '../../support/hostile-provider/attack'
import { having, without } from '../../support/hostile-provider/faults'

/** RFC 6749 §5.1: what a token response must be made of. */

refusesUnderEach('no access token', { token: without('access_token') })
for (const value of [7, '', null, {}])
  refuses(`the access token ${JSON.stringify(value)}`, { token: having({ access_token: value }) })
refuses('no token type', { token: without('token_type') })
refuses('another token type', { token: having({ token_type: 'mac' }) })
refusesUnderEach('an error that came with 200', { token: () => ({ error: 'invalid_grant' }) })
