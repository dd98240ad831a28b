import { Client } from '../../support/client'
import { expect, test } from '../../support/hostile-provider/hostile-provider-test'
import { hostileUrls } from '../../support/hostile-urls'
import { comeBack, untilCallback } from '../../support/oidc'
import { authjsStrategies, strategyFor } from '../../support/people'

/** ASVS 3.7.2: after a sign-in at the provider, too, nobody is sent to another site. */

for (const strategy of authjsStrategies) {
  test(`${strategy}: a place of ours is gone back to`, async ({ app }) => {
    const client = new Client(app)
    const answer = await comeBack(
      client,
      await untilCallback(client, strategy, { callbackUrl: '/admin?a=b' }),
    )
    expect(answer.headers.location).toBe(`${app.origin}/admin?a=b`)
  })
}

for (const [at, callbackUrl] of hostileUrls.entries())
  for (const strategy of at === 0 ? authjsStrategies : [strategyFor(callbackUrl)])
    test(`${strategy}: ${JSON.stringify(callbackUrl)}`, async ({ app }) => {
      const client = new Client(app)
      const query = `?${new URLSearchParams({ callbackUrl }).toString()}`
      const back = await untilCallback(client, strategy, { callbackUrl, query })
      client.jar.set(`callback-url.${strategy}`, encodeURIComponent(callbackUrl))
      back.searchParams.set('callbackUrl', callbackUrl)
      const { headers, status } = await comeBack(client, back)
      expect(status).toBe(302)
      expect(headers.location).toBe(`${app.origin}/account`)
      expect((await client.get(`/api/me?strategy=${strategy}`)).status).toBe(200)
    })
