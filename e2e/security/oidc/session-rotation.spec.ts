import { Client } from '../../support/client'
import { expectNobody, expectSignedIn } from '../../support/hostile-provider/refusal'
import { expect, test } from '../../support/hostile-provider/hostile-provider-test'
import { signInAt } from '../../support/oidc'
import { authjsStrategies } from '../../support/people'

/** ASVS 7.2.4, 6.8.1: a sign-in gives a new session and ends the old one; the person is who (iss, sub) says. */

for (const strategy of authjsStrategies) {
  const name = `session.${strategy}`

  test(`${strategy}: signing in again`, async ({ app, provider, rows }) => {
    const client = new Client(app)
    client.jar.set(name, 'A'.repeat(43))
    const first = await expectSignedIn(
      app,
      client,
      strategy,
      await signInAt(provider.issuer, client, strategy),
    )
    const [before, had] = [client.jar.copy(), await rows()]
    provider.state.person = {
      ...provider.state.person,
      email: `moved-${String(provider.state.person.email)}`,
    }
    const again = await expectSignedIn(
      app,
      client,
      strategy,
      await signInAt(provider.issuer, client, strategy),
    )
    expect(again.user.id, 'the same person, whatever the address').toBe(first.user.id)
    expect(client.jar.get(name)).not.toBe(before.get(name))
    const now = await rows()
    for (const table of ['User', 'Identity', 'Session']) expect(now[table], table).toBe(had[table])
    const thief = Object.assign(new Client(app), { jar: before })
    if (strategy === 'database') await expectNobody(thief, strategy)
    expect((await thief.post('/api/renew', { strategy })).status).toBe(401)
  })
}
