import { Client } from '../../support/client'
import { expectRefusals, refuses, refusesUnderEach } from '../../support/hostile-provider/attack'
import { having, without } from '../../support/hostile-provider/faults'
import { expect, test } from '../../support/hostile-provider/hostile-provider-test'
import { untilCallback } from '../../support/oidc'
import { authjsStrategies } from '../../support/people'

/** oidcc-client-test-nonce-invalid: Core §3.1.3.7 (11). An ID token belongs to the sign-in that it was asked for in. */

refusesUnderEach('another nonce', { idToken: having({ nonce: 'x'.repeat(43) }) })
refusesUnderEach('no nonce', { idToken: without('nonce') })
for (const nonce of ['', null, true, []])
  refuses(`the nonce ${JSON.stringify(nonce)}`, { idToken: having({ nonce }) })

for (const strategy of authjsStrategies)
  test(`${strategy}: the nonce of an earlier sign-in of the same browser`, async ({
    app,
    provider,
    rows,
  }) => {
    const had = await rows()
    await untilCallback(new Client(app), strategy)
    const nonce = provider.asked('authorization')[0]?.query.get('nonce')
    expect(nonce).toMatch(/^[\w-]{22,}$/)
    await expectRefusals(app, provider, { idToken: having({ nonce }) }, [strategy])
    expect(await rows()).toEqual(had)
  })
