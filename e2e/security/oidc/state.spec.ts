import { Client } from '../../support/client'
import { refuses, refusesUnderEach } from '../../support/hostile-provider/attack'
import { having, without } from '../../support/hostile-provider/faults'
import { expectNobody, expectRefusal, expectSignedIn } from '../../support/hostile-provider/refusal'
import { expect, test } from '../../support/hostile-provider/hostile-provider-test'
import { comeBack, untilCallback } from '../../support/oidc'
import { authjsStrategies } from '../../support/people'

/** RFC 6749 §10.12: an answer belongs to a question of this very browser. */

refusesUnderEach('no state', { authorization: without('state') })
for (const state of ['', 'x', 'x'.repeat(4000), 'null'])
  refuses(`the state ${state.slice(0, 8)}`, {
    authorization: having({ state }),
  })

for (const strategy of authjsStrategies) {
  const name = 'flow-browser'

  test(`${strategy}: an earlier try of the same browser is answered as well as a later one`, async ({
    app,
  }) => {
    const client = new Client(app)
    const tries = [await untilCallback(client, strategy), await untilCallback(client, strategy)]
    for (const back of tries) await expectSignedIn(app, client, strategy, await comeBack(client, back))
  })

  for (const [what, change] of Object.entries({
    gone: () => undefined,
    junk: () => 'junk',
    'one character longer': (value: string) => `${value}A`,
  }))
    test(`${strategy}: the cookie of the browser is ${what}`, async ({ app, provider, rows }) => {
      const had = await rows()
      await expectRefusal(app, strategy, async (client) => {
        const back = await untilCallback(client, strategy)
        const value = change(client.jar.get(name) ?? '')
        if (value === undefined) client.jar.delete(name)
        else client.jar.set(name, value)
        return comeBack(client, back)
      })
      expect(provider.asked('token')).toEqual([])
      expect(await rows()).toEqual(had)
    })

  for (const name of ['state', 'code', 'iss'])
    test(`${strategy}: ${name} comes twice`, async ({ app, rows }) => {
      const had = await rows()
      await expectRefusal(app, strategy, async (client) => {
        const back = await untilCallback(client, strategy)
        back.searchParams.append(name, 'x')
        return comeBack(client, back)
      })
      expect(await rows()).toEqual(had)
    })

  test(`${strategy}: the answer arrives as a form, which was not asked for`, async ({
    app,
    provider,
    rows,
  }) => {
    const had = await rows()
    const client = new Client(app)
    const back = await untilCallback(client, strategy)
    const form = Object.fromEntries(back.searchParams)
    for (const origin of [provider.issuer, 'null', app.origin]) {
      const { status } = await client.send('POST', back.pathname, { form, headers: { origin } })
      expect([403, 404, 405], origin).toContain(status)
      await expectNobody(client, strategy)
    }
    expect(provider.asked('token')).toEqual([])
    expect(await rows()).toEqual(had)
  })
}

test('what must not be guessed is never the same twice', async ({ app, provider }) => {
  const tries = Array.from({ length: 100 }, (_, at) =>
    untilCallback(new Client(app), authjsStrategies[at % authjsStrategies.length]!),
  )
  await Promise.all(tries)
  for (const name of ['state', 'nonce', 'code_challenge']) {
    const values = provider.asked('authorization').map(({ query }) => query.get(name) ?? '')
    expect(new Set(values).size, name).toBe(100)
    for (const value of values) expect(value.length, name).toBeGreaterThanOrEqual(22)
  }
})
