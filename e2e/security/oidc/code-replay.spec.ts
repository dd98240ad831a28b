import { Client } from '../../support/client'
import { expectNobody, expectRefusal, expectSignedIn } from '../../support/hostile-provider/refusal'
import { expect, test } from '../../support/hostile-provider/hostile-provider-test'
import { comeBack, untilCallback } from '../../support/oidc'
import { authjsStrategies } from '../../support/people'

/** RFC 6749 §4.1.2, ASVS 10.4.2: the same callback opened again signs nobody in again. */

for (const strategy of authjsStrategies) {
  test(`${strategy}: opened again in the same browser, the session stays the one it is`, async ({
    app,
    rows,
  }) => {
    const client = new Client(app)
    const back = await untilCallback(client, strategy)
    await expectSignedIn(app, client, strategy, await comeBack(client, back))
    const [session, had] = [client.jar.get(`session.${strategy}`), await rows()]
    const again = await comeBack(client, back)
    expect(again.status).toBeLessThan(500)
    expect(client.jar.get(`session.${strategy}`)).toBe(session)
    expect((await client.get(`/api/me?strategy=${strategy}`)).status).toBe(200)
    expect(await rows()).toEqual(had)
  })

  test(`${strategy}: opened again with a copy of the cookies from before`, async ({ app, rows }) => {
    const client = new Client(app)
    const back = await untilCallback(client, strategy)
    const thief = new Client(app)
    thief.jar = client.jar.copy()
    await comeBack(client, back)
    const had = await rows()
    await expectRefusal(app, strategy, () => comeBack(thief, back), thief)
    expect(await rows()).toEqual(had)
    expect((await client.get(`/api/me?strategy=${strategy}`)).status).toBe(200)
  })

  test(`${strategy}: opened ten times at once`, async ({ app, rows }) => {
    const client = new Client(app)
    const back = await untilCallback(client, strategy)
    const had = await rows()
    const copies = Array.from({ length: 10 }, () =>
      Object.assign(new Client(app), { jar: client.jar.copy() }),
    )
    await Promise.all(copies.map((copy) => comeBack(copy, back)))
    const seen = await Promise.all(copies.map((copy) => copy.get(`/api/me?strategy=${strategy}`)))
    const signedIn = seen.filter(({ status }) => status === 200).length
    // none, where the provider takes back what the first one got before we have used it (RFC 6749 §4.1.2)
    expect(signedIn).toBeLessThanOrEqual(1)
    expect((await rows()).Session).toBe(had.Session! + signedIn)
  })

  test(`${strategy}: after signing out`, async ({ app, rows }) => {
    const client = new Client(app)
    const back = await untilCallback(client, strategy)
    await comeBack(client, back)
    await client.post('/api/sign-out', { strategy })
    const had = await rows()
    await expectRefusal(app, strategy, () => comeBack(client, back), client)
    await expectNobody(client, strategy)
    expect(await rows()).toEqual(had)
  })
}
