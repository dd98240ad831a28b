import { Client } from '../../support/client'
import { expectRefusal } from '../../support/hostile-provider/refusal'
import { expect, test } from '../../support/hostile-provider/hostile-provider-test'
import { authjsStrategies, strategyFor } from '../../support/people'

/** ASVS 7.6.2: an answer that nobody asked for. */

const queries = [
  '',
  '?code=x',
  '?code=x&state=y',
  '?code=x&state=',
  '?error=access_denied',
  '?error=access_denied&state=y',
  '?code=%00&state=%ff',
  '?id_token=a.b.c&state=y',
  `?code=${'x'.repeat(6000)}&state=y`,
  '?code[]=x&state[]=y&__proto__=z',
]

for (const [at, query] of queries.entries())
  for (const strategy of at < 3 ? authjsStrategies : [strategyFor(query)])
    test(`${strategy}: callback${query.slice(0, 40)}`, async ({ app, provider, rows }) => {
      const had = await rows()
      const client = new Client(app)
      const path = `/api/auth/${strategy}/callback/generic${query}`
      await expectRefusal(app, strategy, () => client.get(path), client)
      expect(provider.asked('token')).toEqual([])
      expect(await rows()).toEqual(had)
    })
