import { authjsPost } from '../support/authjs'
import { Client } from '../support/client'
import { formFields, multipart } from '../support/page'
import { signedIn } from '../support/people'
import { expectProblem } from '../support/problem'
import { during, expect, test } from '../support/troubled'

/** The database is away: ASVS 16.5.2, 16.5.3. Fail closed, stay alive, recover alone, and never say "signed out". */

test('stopped: "cannot tell" instead of "signed out", and nothing is cleared', async ({
  app,
  cluster,
  person,
}) => {
  const clients = {
    database: await signedIn(app, person, 'database'),
    jwt: await signedIn(app, person, 'jwt'),
  }
  const jars = { database: clients.database.jar.header, jwt: clients.jwt.jar.header }
  await during(cluster, app, ['stop', 'start'], async () => {
    const stranger = new Client(app)
    expect((await stranger.get('/healthz')).status).toBe(200)
    expectProblem(await stranger.get('/readyz'), 503, 'unavailable')
    const me = await clients.database.get('/api/me')
    expect(me.status).toBe(503)
    expect(me.json()).toEqual({ status: 'unavailable' })
    expect(Number(me.headers['retry-after'])).toBeGreaterThan(0)
    expect((await clients.jwt.get('/api/me')).status).toBe(200)
    for (const client of Object.values(clients)) {
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
  for (const strategy of ['database', 'jwt'] as const) {
    expect(clients[strategy].jar.header).toBe(jars[strategy])
    expect((await clients[strategy].get('/api/me')).status).toBe(200)
  }
})

test('stopped: Auth.js’s own routes do not say "signed out" either', async ({ app, cluster, person }) => {
  const clients = {
    database: await signedIn(app, person, 'database'),
    jwt: await signedIn(app, person, 'jwt'),
  }
  const kept = clients.database.jar.get('session.database')
  await during(cluster, app, ['stop', 'start'], async () => {
    expectProblem(await clients.database.get('/api/auth/database/session'), 503, 'unavailable')
    expect((await clients.jwt.get('/api/auth/jwt/session')).json()).toMatchObject({ strategy: 'jwt' })
    for (const strategy of ['database', 'jwt'] as const)
      expectProblem(await authjsPost(clients[strategy], strategy, 'signout'), 503, 'unavailable')
  })
  expect(clients.database.jar.get('session.database')).toBe(kept)
  expect((await clients.database.get('/api/me')).status).toBe(200)
})

test('stopped: pages say so, and the sign-out button does not pretend', async ({ app, cluster, person }) => {
  for (const strategy of ['database', 'jwt'] as const) {
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
