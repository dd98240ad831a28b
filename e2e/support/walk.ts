import { expect } from '@playwright/test'
import type { App } from './app'
import { authjsPost, authjsSignIn } from './authjs'
import { Client } from './client'
import { formFields, multipart } from './page'
import { makePerson, newPerson, strategies, tokenFromMail, type Person } from './people'

/** Posts a form of a page, as a browser without JavaScript. */
export async function postForm(
  client: Client,
  path: string,
  text: string,
  typed: Record<string, string> = {},
) {
  const fields = formFields((await client.get(path)).text, text)
  const { body, headers } = multipart({ ...fields, ...typed })
  return client.send('POST', path, { body, headers })
}

/** One browser that does everything a person can do here: by API, by Auth.js's routes, and by forms. */
export async function fullWalk(app: App, person: Person = newPerson()): Promise<Client> {
  const client = new Client(app)
  await makePerson(app, person)
  await client.post('/api/sign-in', { email: person.email, password: `${person.password}!` })
  for (const strategy of strategies) await underStrategy(client, person, strategy)
  await forms(client, person)
  await resetPassword(app, client, person)
  return client
}

async function underStrategy(
  client: Client,
  { email, password, name }: Person,
  strategy: 'database' | 'jwt',
) {
  const me = async () => (await client.get('/api/me')).status
  await client.post('/api/sign-in', { email, password, strategy })
  expect(await me()).toBe(200)
  for (const path of ['/', '/account', '/api/sessions', '/sign-in?callbackUrl=/account'])
    await client.get(path, { accept: 'text/html' })
  await client.post('/api/renew')
  await client.post('/api/strategy', { strategy: strategy === 'jwt' ? 'database' : 'jwt' })
  await client.post('/api/strategy', { strategy })
  await authjsPost(client, strategy, 'signout')
  expect(await me()).toBe(401)
  await authjsSignIn(client, strategy, { email, password: `${password}!`, name })
  await authjsSignIn(client, strategy, { email, password, name })
  await client.get(`/api/auth/${strategy}/session`)
  expect(await me()).toBe(200)
  await client.post('/api/sessions/revoke-others')
  await client.post('/api/sign-out')
  expect(await me()).toBe(401)
}

async function forms(client: Client, { email, password }: Person) {
  await postForm(client, '/sign-in', 'Password', { email, password, strategy: 'database' })
  expect((await client.get('/api/me')).status).toBe(200)
  await postForm(client, '/account', 'Sign out')
}

async function resetPassword(app: App, client: Client, person: Person) {
  await client.post('/api/password/forgot', { email: person.email })
  const ask = () => tokenFromMail(app, person.email, '/reset-password')
  await expect.poll(ask).not.toBe('')
  const token = await ask()
  await client.get(`/reset-password?token=${token}`)
  person.password = `${person.password} again`
  await client.post('/api/password/reset', { token, newPassword: person.password })
  await client.post('/api/sign-in', { email: person.email, password: person.password })
}
