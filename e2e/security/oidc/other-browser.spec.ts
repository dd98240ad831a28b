import { Client } from '../../support/client'
import { having } from '../../support/hostile-provider/faults'
import { expectRefusal } from '../../support/hostile-provider/refusal'
import { expect, test } from '../../support/hostile-provider/hostile-provider-test'
import { comeBack, untilCallback } from '../../support/oidc'
import { authjsStrategies } from '../../support/people'

/** RFC 9700 §4.5, §4.7, ASVS 10.2.1: a sign-in ends in the browser that it began in, or not at all. */

for (const strategy of authjsStrategies) {
  test(`${strategy}: finished in a browser that began nothing`, async ({ app, provider, rows }) => {
    const had = await rows()
    const back = await untilCallback(new Client(app), strategy)
    await expectRefusal(app, strategy, (victim) => comeBack(victim, back))
    expect(provider.asked('token')).toEqual([])
    expect(await rows()).toEqual(had)
  })

  test(`${strategy}: finished in a browser that began another`, async ({ app, provider, rows }) => {
    const had = await rows()
    const back = await untilCallback(new Client(app), strategy)
    await expectRefusal(app, strategy, async (victim) => {
      await untilCallback(victim, strategy)
      return comeBack(victim, back)
    })
    expect(provider.asked('token')).toEqual([])
    expect(await rows()).toEqual(had)
  })

  test(`${strategy}: the code of another, in a sign-in of one's own`, async ({ app, provider, rows }) => {
    const had = await rows()
    const stolen = (await untilCallback(new Client(app), strategy)).searchParams.get('code') ?? ''
    await expectRefusal(app, strategy, async (thief) => {
      const back = await untilCallback(thief, strategy)
      back.searchParams.set('code', stolen)
      return comeBack(thief, back)
    })
    expect(provider.asked('token').map(({ status }) => status)).toEqual([400])
    expect(await rows()).toEqual(had)
  })

  test(`${strategy}: begun under this strategy, finished under the other`, async ({
    app,
    provider,
    rows,
  }) => {
    const other = authjsStrategies.find((id) => id !== strategy)!
    const had = await rows()
    await expectRefusal(app, other, async (client) => {
      const back = await untilCallback(client, strategy)
      back.pathname = back.pathname.replace(`/${strategy}/`, `/${other}/`)
      return comeBack(client, back)
    })
    expect(provider.asked('token')).toEqual([])
    expect(await rows()).toEqual(had)
  })

  test(`${strategy}: a code that the provider sells twice is still not ours`, async ({
    app,
    provider,
    rows,
  }) => {
    const had = await rows()
    await untilCallback(new Client(app), strategy)
    const nonce = provider.asked('authorization')[0]?.query.get('nonce')
    provider.state.faults = { idToken: having({ nonce }) }
    await expectRefusal(app, strategy, async (thief) => comeBack(thief, await untilCallback(thief, strategy)))
    expect(await rows()).toEqual(had)
  })
}
