import { Client } from '../../support/client'
import { expectRefusal } from '../../support/hostile-provider/refusal'
import { expect, test } from '../../support/hostile-provider/hostile-provider-test'
import { comeBack, untilCallback } from '../../support/oidc'
import { authjsStrategies } from '../../support/people'

/** RFC 7636, RFC 9700 §2.1.1: the verifier stays with us, also for a client with a secret. */

for (const strategy of authjsStrategies) {
  test(`${strategy}: the verifier is a secret of its own, sent to the token endpoint alone`, async ({
    app,
    provider,
  }) => {
    const client = new Client(app)
    await comeBack(client, await untilCallback(client, strategy))
    const verifier = provider.asked('token')[0]?.form.get('code_verifier') ?? ''
    expect(verifier).toMatch(/^[\w.~-]{43,128}$/)
    const { query } = provider.asked('authorization')[0]!
    expect(query.get('code_challenge_method')).toBe('S256')
    expect(query.toString()).not.toContain(verifier)
    for (const { setCookies, headers } of client.answers)
      expect([...setCookies, headers.location].join()).not.toContain(verifier)
  })

  test(`${strategy}: the code of one sign-in with the verifier of another is refused by the provider`, async ({
    app,
    provider,
    rows,
  }) => {
    const had = await rows()
    await expectRefusal(app, strategy, async (client) => {
      const [one, two] = [await untilCallback(client, strategy), await untilCallback(client, strategy)]
      one.searchParams.set('state', two.searchParams.get('state') ?? '')
      return comeBack(client, one)
    })
    expect(provider.asked('token').map(({ status }) => status)).toEqual([400])
    expect(await rows()).toEqual(had)
  })
}
