import { authjsStrategyIds, strategies as table } from '@/lib/strategies'
import type { App } from '../support/app'
import { authjsPost } from '../support/authjs'
import { Client } from '../support/client'
import { formFields, multipart } from '../support/page'
import { signedIn, strategies, type Person, type StrategyId } from '../support/people'
import { expectProblem } from '../support/problem'
import { during, expect, test } from '../support/troubled'

/** The database is away: ASVS 16.5.2, 16.5.3. Fail closed, stay alive, recover alone, and never say "signed out". */

/** A browser for each strategy, and its cookies as they are now. */
async function signedInUnder<Id extends StrategyId>(ids: readonly Id[], app: App, person: Person) {
  return Promise.all(
    ids.map(async (strategy) => {
      const client = await signedIn(app, person, strategy)
      return { strategy, client, kept: client.jar.header }
    }),
  )
}

/** What each request looks up cannot be told without the database. */
const isLookedUp = (strategy: StrategyId) => table[strategy].lookup === 'each-request'

test('stopped: "cannot tell" instead of "signed out", and nothing is cleared', async ({
  app,
  cluster,
  person,
}) => {
  const browsers = await signedInUnder(strategies, app, person)
  await during(cluster, app, ['stop', 'start'], async () => {
    const stranger = new Client(app)
    expect((await stranger.get('/healthz')).status).toBe(200)
    expectProblem(await stranger.get('/readyz'), 503, 'unavailable')
    for (const { strategy, client } of browsers) {
      const me = await client.get('/api/me')
      expect(me.status).toBe(isLookedUp(strategy) ? 503 : 200)
      if (isLookedUp(strategy)) {
        expect(me.json()).toEqual({ status: 'unavailable' })
        expect(Number(me.headers['retry-after'])).toBeGreaterThan(0)
      }
      expectProblem(await client.post('/api/sign-out'), 503, 'unavailable')
      expectProblem(await client.post('/api/renew'), 503, 'unavailable')
      expectProblem(await client.get('/api/sessions'), 503, 'unavailable')
      for (const { setCookies } of client.answers.slice(-3)) expect(setCookies).toEqual([])
    }
    const { email, password } = person
    expectProblem(await stranger.post('/api/sign-in', { email, password }), 503, 'unavailable')
    expectProblem(await stranger.post('/api/password/forgot', { email }), 503, 'unavailable')
    expectProblem(await stranger.post('/api/verify-email', { token: 'x' }), 503, 'unavailable')
  })
  for (const { client, kept } of browsers) {
    expect(client.jar.header).toBe(kept)
    expect((await client.get('/api/me')).status).toBe(200)
  }
})

test('stopped: Auth.js’s own routes do not say "signed out" either', async ({ app, cluster, person }) => {
  const browsers = await signedInUnder(authjsStrategyIds, app, person)
  const sessionIn = ({ strategy, client }: (typeof browsers)[number]) => client.jar.get(`session.${strategy}`)
  const kept = browsers.map(sessionIn)
  await during(cluster, app, ['stop', 'start'], async () => {
    for (const { strategy, client } of browsers) {
      const session = await client.get(`/api/auth/${strategy}/session`)
      if (isLookedUp(strategy)) expectProblem(session, 503, 'unavailable')
      else expect(session.json()).toMatchObject({ strategy })
      expectProblem(await authjsPost(client, strategy, 'signout'), 503, 'unavailable')
    }
  })
  expect(browsers.map(sessionIn)).toEqual(kept)
  for (const { client } of browsers) expect((await client.get('/api/me')).status).toBe(200)
})

test('stopped: pages say so, and the sign-out button does not pretend', async ({ app, cluster, person }) => {
  for (const strategy of strategies) {
    const client = await signedIn(app, person, strategy)
    const { body, headers } = multipart(formFields((await client.get('/account')).text, 'Sign out'))
    await during(cluster, app, ['stop', 'start'], async () => {
      const out = await client.send('POST', '/account', { body, headers })
      expect(out.text).toMatch(/cannot tell/i)
      expect(out.headers.location).toBeUndefined()
      expect(out.setCookies).toEqual([])
      const page = await client.get('/admin')
      expect(page.text).toMatch(/the database does not answer/i)
      expect([page.status, page.headers['retry-after']]).toEqual([503, '5'])
      expect((await new Client(app).get('/sign-in')).status).toBe(200)
    })
    expect((await client.get('/api/me')).status).toBe(200)
  }
})
