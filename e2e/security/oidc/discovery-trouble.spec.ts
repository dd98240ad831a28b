import { Client } from '../../support/client'
import { accepts, refuses, refusesUnderEach } from '../../support/hostile-provider/attack'
import { having, type Faults } from '../../support/hostile-provider/faults'
import { expectRefusal } from '../../support/hostile-provider/refusal'
import { expect, test } from '../../support/hostile-provider/hostile-provider-test'
import { quick } from '../../support/hostile-provider/trouble'
import { comeBack, untilCallback } from '../../support/oidc'
import { authjsStrategies } from '../../support/people'

/** The provider cannot be asked what it is: no sign-in begins, and none ends. ASVS 16.5.2. Where the answer never ends:
 *  slow-provider.spec.ts. */

refusesUnderEach('discovery: dead', { discovery: 'dead' })
for (const trouble of quick.filter((name) => !['dead', 'redirect'].includes(name)))
  refuses(`discovery: ${trouble}`, { discovery: trouble })

// to the same origin: what is refused of redirects, discovery.test.ts has
accepts('discovery: one redirect', { discovery: 'redirect' })

const meanwhile: Record<string, NonNullable<Faults['discovery']>> = {
  dead: 'dead',
  garbage: 'garbage',
  '500': '500',
  'another issuer': having({ issuer: 'https://evil.example' }),
}

for (const [what, discovery] of Object.entries(meanwhile))
  test(`discovery, while the person was at the provider: ${what}`, async ({ app, provider, rows }) => {
    const had = await rows()
    const clients = authjsStrategies.map((strategy) => ({ strategy, client: new Client(app) }))
    const away = await Promise.all(
      clients.map(async (each) => ({ ...each, back: await untilCallback(each.client, each.strategy) })),
    )
    provider.state.faults = { discovery }
    await Promise.all(
      away.map(({ strategy, client, back }) =>
        expectRefusal(app, strategy, () => comeBack(client, back), client),
      ),
    )
    expect(provider.asked('token')).toEqual([])
    expect(await rows()).toEqual(had)
  })
