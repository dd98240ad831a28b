import { refuses, refusesUnderEach } from '../../support/hostile-provider/attack'
import { having, without } from '../../support/hostile-provider/faults'

/** Core §3.1.3.7 (9): over is over, and what never ends is refused. */

const nowSeconds = () => Math.floor(Date.now() / 1000)

refusesUnderEach('over for two minutes', {
  // issued less than ten minutes ago: else that would be the reason to refuse it
  idToken: (claims) => ({ ...claims, iat: nowSeconds() - 420, exp: nowSeconds() - 120 }),
})
refuses('no end', { idToken: without('exp') })
for (const exp of ['4102444800', null, true, '', [4102444800], -1, 0])
  refuses(`the end ${JSON.stringify(exp)}`, { idToken: having({ exp }) })
