import { Client } from '../../support/client'
import { expectRefusal } from '../../support/hostile-provider/refusal'
import { expect, test } from '../../support/hostile-provider/test'
import { comeBack, untilCallback } from '../../support/oidc'
import { strategies } from '../../support/people'

/** RFC 7636, RFC 9700 §2.1.1: the verifier stays in the browser that began, also for a client with a secret. */

for (const strategy of strategies) {
  const name = `pkce.${strategy}.generic`

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

  for (const junk of [undefined, '', 'junk'])
    test(`${strategy}: the verifier's cookie is ${junk ?? 'gone'}`, async ({ app, provider, rows }) => {
      const had = await rows()
      await expectRefusal(app, strategy, async (client) => {
        const back = await untilCallback(client, strategy)
        if (junk === undefined) client.jar.delete(name)
        else client.jar.set(name, junk)
        return comeBack(client, back)
      })
      expect(provider.asked('token')).toEqual([])
      expect(await rows()).toEqual(had)
    })

  test(`${strategy}: the verifier of another sign-in is refused by the provider`, async ({
    app,
    provider,
    rows,
  }) => {
    const had = await rows()
    const other = new Client(app)
    await untilCallback(other, strategy)
    await expectRefusal(app, strategy, async (client) => {
      const back = await untilCallback(client, strategy)
      client.jar.set(name, other.jar.get(name) ?? '')
      return comeBack(client, back)
    })
    expect(
      provider
        .asked('token')
        .map(({ status }) => status)
        .filter((status) => status !== 400),
    ).toEqual([])
    expect(await rows()).toEqual(had)
  })
}
