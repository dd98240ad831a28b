import { availableParallelism } from 'node:os'
import { Client } from '../support/client'
import { makePerson, newPerson, signedIn, signUp, strategies, tokenFromMail } from '../support/people'
import { expectProblem } from '../support/problem'
import { expect, test } from '../support/test'

/** Too much at once, and sudden death. An instance of its own, with a short queue: this spec kills it. */

const queue = 3
test.use({ settings: { PASSWORD_HASH_COST: '12', PASSWORD_HASH_QUEUE: String(queue) } })

test('more password work than fits is refused for a moment, and the rest goes on (ASVS 15.2.2)', async ({
  app,
}) => {
  const many = availableParallelism() + queue + 8
  const tryOne = () =>
    new Client(app).post('/api/sign-in', { email: newPerson().email, password: 'wrong wrong wrong' })
  let isOver = false
  const pending = Promise.all(Array.from({ length: many }, tryOne)).finally(() => (isOver = true))
  expect((await new Client(app).get('/healthz')).status).toBe(200)
  expect(isOver).toBe(false)
  const busy = (await pending).filter(({ status }) => status !== 401)
  expect(busy.length).toBeGreaterThan(0)
  for (const answer of busy) {
    expectProblem(answer, 503, 'busy')
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
  }
})

test('kill -9: a sign-up, a sign-in and a sign-out that were acknowledged survive', async ({ app }) => {
  const person = await makePerson(app)
  const clients = [await signedIn(app, person, 'database'), await signedIn(app, person, 'jwt')]
  const out = await signedIn(app, person)
  const thief = new Client(app)
  thief.jar = out.jar.copy()
  await out.post('/api/sign-out')
  const pending = await signUp(app)
  await app.kill()
  await app.restart()
  for (const client of clients) expect((await client.post('/api/renew')).status).toBe(200)
  expect((await thief.get('/api/me')).status).toBe(401)
  const token = await tokenFromMail(app, pending.email, '/verify-email')
  expect((await new Client(app).post('/api/verify-email', { token })).status).toBe(204)
  for (const strategy of strategies) await signedIn(app, pending, strategy)
})
