import { randomUUID } from 'node:crypto'
import { expect } from '@playwright/test'
import type { App } from './app'
import { Client } from './client'
import {
  authjsStrategyIds,
  cookieStrategyIds,
  idsBy,
  type AuthjsStrategyId,
  type CookieStrategyId,
  type TokenStrategyId,
} from '@/lib/strategies'

export type Person = { name: string; email: string; password: string }

export const newPerson = (): Person => ({
  name: 'Test Person',
  email: `${randomUUID()}@example.com`,
  password: 'seven quiet otters swim',
})

type Mail = { links: string[] }

/** The token in the newest mail to an address that leads to this page. */
export async function tokenFromMail(app: App, email: string, page: string): Promise<string> {
  const mails = (await new Client(app).get(`/api/outbox?to=${encodeURIComponent(email)}`)).json<Mail[]>()
  const link = mails.flatMap(({ links }) => links).find((url) => new URL(url).pathname === page)
  return new URL(link ?? 'none:').searchParams.get('token') ?? ''
}

/** Asks for an account without opening the mail. */
export async function signUp(app: App, person = newPerson()): Promise<Person> {
  const answer = await new Client(app).api.call('POST /api/sign-up', { json: person })
  expect(answer).toMatchObject({ ok: true, status: 202 })
  return person
}

/** Somebody whose address is verified. Costs one password hash. */
export async function makePerson(app: App, person = newPerson()): Promise<Person> {
  await signUp(app, person)
  const token = await tokenFromMail(app, person.email, '/verify-email')
  const verified = await new Client(app).api.call('POST /api/verify-email', { json: { token } })
  expect(verified).toMatchObject({ ok: true, status: 204 })
  return person
}

export const admin = { email: 'grace@example.com', password: 'correct horse battery staple' }

/** Of a browser: the strategies that travel in a cookie. */
export type StrategyId = CookieStrategyId
export const strategies = cookieStrategyIds
/** Those of them that Auth.js has routes for, and signs in at a provider. */
export const authjsStrategies = authjsStrategyIds

/** Of a program that has no key: whoever holds the token may send it. */
export const unboundStrategies = idsBy({ carrier: 'header', proof: 'never' })

/** Which strategy tries a case that no strategy has a part in: the cases take turns by the length of their titles. */
export const strategyFor = (title: string): AuthjsStrategyId =>
  authjsStrategies[title.length % authjsStrategies.length]!

/** A fresh browser in which the person signed in. Costs one password hash. */
export async function signedIn(
  app: App,
  { email, password }: Pick<Person, 'email' | 'password'>,
  strategy: StrategyId = 'database',
): Promise<Client> {
  const client = new Client(app)
  const answer = await client.api.call('POST /api/sign-in', { json: { email, password, strategy } })
  expect(answer).toMatchObject({ ok: true, status: 200 })
  return client
}

export type Tokens = { access_token: string; refresh_token: string; expires_in: number }

/** The tokens of a program that signed in as the person. Costs one password hash. */
export async function tokensOf(
  app: App,
  { email, password }: Pick<Person, 'email' | 'password'>,
  more: { strategy?: TokenStrategyId; scope?: string } = {},
): Promise<Tokens> {
  const answer = await new Client(app).post('/api/token', { email, password, ...more }, { origin: undefined })
  expect(answer.status).toBe(200)
  return answer.json<Tokens>()
}

export const bearing = (token: string) => ({ authorization: `Bearer ${token}` })
