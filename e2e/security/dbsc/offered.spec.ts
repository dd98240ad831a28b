import { Client } from '../../support/client'
import { BoundBrowser, challengeOf, expect, makePerson, test } from '../../support/dbsc'

/** Whatever gives a browser a new session under this strategy asks it for a key; what gives it none asks for none. */

const header = 'secure-session-registration'

test('signing in, and changing the password, each ask for a key of their own', async ({ app }) => {
  const person = await makePerson(app)
  const browser = await BoundBrowser.bound(app, person)
  const changed = await browser.client.post('/api/password', {
    currentPassword: person.password,
    newPassword: 'another long phrase of words',
  })
  expect(changed.status, changed.text).toBe(204)
  const challenge = challengeOf(changed, header)
  expect(challenge).not.toBe(browser.offered)
  expect((await browser.register({ challenge })).status).toBe(200)
  expect(await browser.isSignedIn()).toBe(true)
})

test('no other strategy asks, nor does a refusal', async ({ app, person: { email, password } }) => {
  for (const body of [
    { email, password, strategy: 'database' },
    { email, password, strategy: 'jwt' },
    { email, password: 'not the phrase of this person', strategy: 'dbsc' },
  ]) {
    const { headers } = await new Client(app).post('/api/sign-in', body)
    expect(headers[header]).toBeUndefined()
  }
})
