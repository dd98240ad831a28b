import { expect } from '@playwright/test'
import type { App } from './app'
import { authjsPost, authjsSignIn } from './authjs'
import { Client } from './client'
import { formFields, multipart } from './page'
import { isAuthjsStrategy, type AuthjsStrategyId, type TokenStrategyId } from '@/lib/strategies'
import {
  bearing,
  makePerson,
  newPerson,
  strategies,
  tokenFromMail,
  unboundStrategies,
  type Person,
  type StrategyId,
  type Tokens,
} from './people'

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
  for (const strategy of unboundStrategies) await withTokens(client, person, strategy)
  await forms(client, person)
  await resetPassword(app, client, person)
  return client
}

async function underStrategy(client: Client, { email, password, name }: Person, strategy: StrategyId) {
  const me = async () => (await client.get('/api/me')).status
  await client.post('/api/sign-in', { email, password, strategy })
  expect(await me()).toBe(200)
  for (const path of ['/', '/account', '/api/sessions', '/sign-in?callbackUrl=/account'])
    await client.get(path, { accept: 'text/html' })
  await client.post('/api/renew')
  await client.post('/api/strategy', { strategy: strategies.find((id) => id !== strategy) })
  await client.post('/api/strategy', { strategy })
  if (isAuthjsStrategy(strategy)) await throughAuthjs(client, { email, password, name }, strategy)
  expect(await me()).toBe(200)
  await client.post('/api/sessions/revoke-others')
  await client.post('/api/sign-out')
  expect(await me()).toBe(401)
}

/** Out, and in again. */
async function throughAuthjs(client: Client, person: Person, strategy: AuthjsStrategyId) {
  await authjsPost(client, strategy, 'signout')
  expect((await client.get('/api/me')).status).toBe(401)
  await authjsSignIn(client, strategy, { ...person, password: `${person.password}!` })
  await authjsSignIn(client, strategy, person)
  await client.get(`/api/auth/${strategy}/session`)
}

/** A program beside the browser: its tokens are answers of the same walk, so that none of them may be in the log. */
async function withTokens(client: Client, { email, password }: Person, strategy: TokenStrategyId) {
  await client.post('/api/token', { email, password: `${password}!`, strategy })
  const pair = (await client.post('/api/token', { email, password, strategy })).json<Tokens>()
  const next = (await client.post('/api/token/refresh', { refresh_token: pair.refresh_token })).json<Tokens>()
  const { access_token: token } = next
  for (const path of ['/api/me', '/api/sessions', `/api/me?access_token=${token}`])
    await client.get(path, bearing(token))
  await client.get('/account', { ...bearing(token), accept: 'text/html' })
  await client.get('/api/me', bearing(`${token.slice(0, -3)}AAA`))
  for (const path of ['/api/token/introspect', '/api/token/revoke'])
    await client.send('POST', path, { form: { token } })
  await client.post('/api/token/refresh', { refresh_token: next.refresh_token })
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
