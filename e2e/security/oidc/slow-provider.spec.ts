import { Client } from '../../support/client'
import type { HostileProvider } from '../../support/hostile-provider'
import { expectTimeouts, refusesInTime } from '../../support/hostile-provider/attack'
import { without } from '../../support/hostile-provider/faults'
import { expectRefusal } from '../../support/hostile-provider/refusal'
import { expect, test } from '../../support/hostile-provider/hostile-provider-test'
import { slow } from '../../support/hostile-provider/trouble'
import { comeBack, untilCallback } from '../../support/oidc'
import { authjsStrategies } from '../../support/people'

/** An endpoint takes the request and its answer never ends: after OIDC_TIMEOUT_MS nobody is signed in. ASVS 16.5.2. */

test.use({ timeoutMs: 1000 })

const rotated = ({ rotate }: HostileProvider) => rotate()
const bare = { idToken: without('name', 'email', 'email_verified') }

for (const trouble of slow) {
  refusesInTime(`discovery: ${trouble}`, { discovery: trouble })
  refusesInTime(`token: ${trouble}`, { token: trouble })
  refusesInTime(`jwks: ${trouble}`, { jwks: trouble }, rotated)
  refusesInTime(`userinfo: ${trouble}`, { ...bare, userinfo: trouble })
}

test('discovery, while the person was at the provider: stall', async ({ app, provider, rows }) => {
  const had = await rows()
  await expectTimeouts(app, authjsStrategies.length, async () => {
    const away = await Promise.all(
      authjsStrategies.map(async (strategy) => {
        const client = new Client(app)
        return { strategy, client, back: await untilCallback(client, strategy) }
      }),
    )
    provider.state.faults = { discovery: 'stall' }
    await Promise.all(
      away.map(({ strategy, client, back }) =>
        expectRefusal(app, strategy, () => comeBack(client, back), client),
      ),
    )
  })
  expect(provider.asked('token')).toEqual([])
  expect(await rows()).toEqual(had)
})
