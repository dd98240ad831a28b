import { Client } from '../../support/client'
import { refuses, refusesUnderEach } from '../../support/hostile-provider/attack'
import { having, without } from '../../support/hostile-provider/faults'
import { expectNobody, expectRefusal } from '../../support/hostile-provider/refusal'
import { expect, test } from '../../support/hostile-provider/hostile-provider-test'
import { comeBack, start, untilCallback } from '../../support/oidc'
import { authjsStrategies } from '../../support/people'

/** RFC 9207, RFC 9700 §4.4: what one provider says counts for nothing in a sign-in at another. */

const honest = 'local-confidential'

refusesUnderEach('the iss of another', { authorization: having({ iss: 'https://evil.example' }) })
for (const iss of ['', 'http://localhost'])
  refuses(`iss ${JSON.stringify(iss)}`, { authorization: having({ iss }) })
refusesUnderEach('no iss, though it is promised', { authorization: without('iss') })

for (const strategy of authjsStrategies) {
  test(`${strategy}: the answer of one at the callback of the other`, async ({ app, provider, rows }) => {
    const had = await rows()
    await expectRefusal(app, strategy, async (client) => {
      const back = await untilCallback(client, strategy)
      back.pathname = back.pathname.replace('generic', honest)
      return comeBack(client, back)
    })
    expect(provider.asked('token')).toEqual([])
    expect(await rows()).toEqual(had)
  })

  test(`${strategy}: one answers for the other, in the other's sign-in`, async ({ app, provider, rows }) => {
    const had = await rows()
    const { code } = Object.fromEntries((await untilCallback(new Client(app), strategy)).searchParams)
    await expectRefusal(app, strategy, async (client) => {
      const { headers } = await start(client, strategy, { provider: honest })
      const asked = new URL(headers.location ?? '')
      expect(asked.origin).not.toBe(provider.issuer)
      const state = asked.searchParams.get('state') ?? ''
      const back = new URL(asked.searchParams.get('redirect_uri') ?? '')
      back.search = new URLSearchParams({ code: code ?? '', state, iss: provider.issuer }).toString()
      return comeBack(client, back)
    })
    expect(provider.asked('token')).toEqual([])
    expect(await rows()).toEqual(had)
  })

  test(`${strategy}: a wrong iss gets no code out of us`, async ({ app, provider }) => {
    provider.state.faults = { authorization: having({ iss: 'https://evil.example' }) }
    const client = new Client(app)
    await comeBack(client, await untilCallback(client, strategy))
    expect(provider.asked('token')).toEqual([])
    await expectNobody(client, strategy)
  })
}
