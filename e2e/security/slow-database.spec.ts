import { Client } from '../support/client'
import { signedIn } from '../support/people'
import { expectProblem } from '../support/problem'
import { during, expect, test } from '../support/troubled'
import { until } from '../support/until'

/** The database takes connections and does not answer, or answers and does not write: ASVS 16.5.2. */

test('frozen: an answer in bounded time, and the rest of the app goes on', async ({
  app,
  cluster,
  person,
}) => {
  const client = await signedIn(app, person, 'database')
  await during(cluster, app, ['freeze', 'thaw'], async () => {
    let isOver = false // it ends by itself: the database says nothing, and the client here waits longer than the app
    const asked = [client.get('/api/me'), client.get('/readyz'), client.post('/api/sign-out')]
    const pending = Promise.all(asked).finally(() => (isOver = true))
    expect((await new Client(app).get('/healthz')).status).toBe(200)
    expect(isOver).toBe(false)
    for (const { status, setCookies } of await pending) expect([status, setCookies]).toEqual([503, []])
  })
  expect((await client.get('/api/me')).status).toBe(200)
})

test('read-only: who is signed in stays so, and nothing is claimed that was not kept', async ({
  app,
  cluster,
  person,
}) => {
  const client = await signedIn(app, person, 'database')
  await during(cluster, app, ['read-only', 'read-write'], async () => {
    await until('a connection', async () => (await client.get('/api/me')).status === 200)
    const { email, password } = person
    for (const [path, body] of [
      ['/api/sign-in', { email, password }],
      ['/api/sign-out', {}],
      ['/api/password/forgot', { email }],
    ] as const) {
      const answer = await client.post(path, body)
      expectProblem(answer, 503, 'unavailable')
      expect(answer.setCookies).toEqual([])
    }
  })
  expect((await client.post('/api/sign-out')).status).toBe(204)
})
