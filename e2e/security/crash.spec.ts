import { Client } from '../support/client'
import { makePerson, signedIn, signUp, strategies, tokenFromMail } from '../support/people'
import { expect, test } from '../support/test'

/** `kill -9` right after an answer: what was acknowledged is there at the next start. ASVS 2.3.3. */

test.use({ settings: { LOG_LEVEL: 'warn' } }) // an instance of its own: this spec kills it

test('a sign-up, a sign-in and a sign-out that were acknowledged survive', async ({ app }) => {
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
