import { Client } from '../../support/client'
import { having, without, type Claims, type Faults } from '../../support/hostile-provider/faults'
import { expectNobody, note, shown } from '../../support/hostile-provider/refusal'
import { expect, test } from '../../support/hostile-provider/hostile-provider-test'
import { signInAt } from '../../support/oidc'
import { authjsStrategies, strategyFor } from '../../support/people'

/** Core §5.7: an address makes an account only where the provider says that it is this person's; else a mail asks. */

type Saying = (value: unknown) => { person?: Claims; faults?: Faults }

/** Both places say it; or the ID token says of no address what userinfo denies of one. */
const ways: Record<string, Saying> = {
  email_verified: (value) => ({ person: { email_verified: value } }),
  'a word about no address, and of the address': (value) => ({
    faults: { idToken: without('email'), userinfo: having({ email_verified: value }) },
  }),
}

for (const [way, saying] of Object.entries(ways))
  for (const value of [false, null, 1, 'false', 'yes', undefined])
    for (const strategy of value === false ? authjsStrategies : [strategyFor(way + String(value))])
      test(`${strategy}: ${way} ${JSON.stringify(value)}`, async ({ app, provider, rows }) => {
        const { person, faults = {} } = saying(value)
        Object.assign(provider.state, { person: { ...provider.state.person, ...person }, faults })
        const had = await rows()
        const client = new Client(app)
        const from = performance.now()
        const answer = await signInAt(provider.issuer, client, strategy)
        const what = await shown(app, client, answer)
        expect(what.observed).toBe('/sign-in?notice=confirmation_sent')
        await expectNobody(client, strategy)
        const now = await rows()
        for (const table of ['User', 'Identity', 'Session']) expect(now[table], table).toBe(had[table])
        note({ ...what, milliseconds: Math.round(performance.now() - from) })
      })
