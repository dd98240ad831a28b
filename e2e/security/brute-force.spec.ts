import { authjsSignIn } from '../support/authjs'
import { Client, type Answer } from '../support/client'
import { makePerson, newPerson, signedIn, tokenFromMail, type Person } from '../support/people'
import { expectProblem } from '../support/problem'
import { expect, test } from '../support/test'

/** Guessing passwords: ASVS 6.3.1, 6.1.1. In this order: the last test spends what its address has left. */

const perAccount = 3
const settings = {
  RATE_LIMIT_SIGN_IN_PER_ACCOUNT: String(perAccount),
  RATE_LIMIT_SIGN_IN_PER_ADDRESS: '40',
  RATE_LIMIT_MAIL_PER_ACCOUNT: '3',
}
test.use({ settings })
test.describe.configure({ mode: 'default' })

const tryWith = (client: Client, email: string, password: string, headers = {}) =>
  client.post('/api/sign-in', { email, password }, headers)

/** Fails as often as an account allows. */
async function useUp(client: Client, email: string): Promise<Answer[]> {
  const answers: Answer[] = []
  for (let count = 0; count < perAccount; count++)
    answers.push(await tryWith(client, email, `wrong wrong wrong ${count}`))
  return answers
}

let person: Person
test.beforeAll(async ({ app }) => void (person = await makePerson(app)))

test('after N failures even the right password is refused, and Retry-After says until when', async ({
  app,
}) => {
  const known = await signedIn(app, person)
  const stranger = new Client(app)
  for (const answer of await useUp(stranger, person.email)) expectProblem(answer, 401, 'invalid_credentials')
  const wrong = await tryWith(stranger, person.email, 'wrong wrong wrong')
  const right = await tryWith(stranger, person.email, person.password)
  for (const answer of [wrong, right]) {
    expectProblem(answer, 429, 'rate_limited')
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(15 * 60)
    expect(answer.setCookies).toEqual([])
  }
  expect(right.text).toBe(wrong.text)
  await known.post('/api/sign-out')
  expect((await tryWith(known, person.email, person.password)).status).toBe(200) // this browser is known here
})

test('Auth.js’s own route counts by the same limit', async ({ app }) => {
  const answer = await authjsSignIn(new Client(app), 'jwt', person)
  expectProblem(answer, 429, 'rate_limited')
  expect(answer.setCookies.join()).not.toContain('session.')
})

test('other spellings of the address, other headers: the same account', async ({ app }) => {
  const headers = {
    'x-forwarded-for': '203.0.113.9',
    'x-real-ip': '203.0.113.9',
    forwarded: 'for=203.0.113.9',
    'x-client-address': '203.0.113.9',
  }
  for (const email of [person.email.toUpperCase(), ` ${person.email} `])
    expectProblem(await tryWith(new Client(app), email, person.password, headers), 429, 'rate_limited')
})

test('a forged or foreign device cookie is no key', async ({ app }) => {
  const other = await makePerson(app)
  const { jar } = await signedIn(app, other)
  const value = jar.get('device') ?? ''
  for (const cookie of [
    value,
    `${value}A`,
    value.replace(/.$/, ''),
    'x.y',
    `${value.split('.')[0]}.${'A'.repeat(43)}`,
  ])
    expect(
      (await tryWith(new Client(app), person.email, person.password, { cookie: `device=${cookie}` })).status,
    ).toBe(429)
})

test('another account is not concerned, and an account that is not there behaves like one', async ({
  app,
}) => {
  await signedIn(app, await makePerson(app))
  const nobody = newPerson().email
  const client = new Client(app)
  for (const answer of await useUp(client, nobody)) expectProblem(answer, 401, 'invalid_credentials')
  expectProblem(await tryWith(client, nobody, 'wrong wrong wrong'), 429, 'rate_limited')
})

test('a reset by mail lets the owner in', async ({ app }) => {
  const client = new Client(app)
  expect((await client.post('/api/password/forgot', { email: person.email })).status).toBe(202)
  const ask = () => tokenFromMail(app, person.email, '/reset-password')
  await expect.poll(ask).not.toBe('')
  person.password = 'nine amber lanterns glow'
  const token = await ask()
  expect((await client.post('/api/password/reset', { token, newPassword: person.password })).status).toBe(204)
  expect((await tryWith(client, person.email, person.password)).status).toBe(200)
  expectProblem(
    await client.post('/api/password/reset', { token, newPassword: person.password }),
    400,
    'invalid_code',
  )
})

test('mail is limited alike for those who exist and those who do not', async ({ app }) => {
  const statuses = async (email: string) => {
    const client = new Client(app)
    const answers = []
    for (let count = 0; count < 4; count++) answers.push(await client.post('/api/password/forgot', { email }))
    return answers.map(({ status }) => status)
  }
  const owner = await makePerson(app) // its sign-up does not count: that is a limit of its own
  expect(await statuses(owner.email)).toEqual([202, 202, 202, 429])
  expect(await statuses(newPerson().email)).toEqual([202, 202, 202, 429])
})

test('one address that tries many accounts is stopped, whatever it forwards', async ({ app }) => {
  const statuses: number[] = []
  for (let count = 0; count < 41 && statuses.at(-1) !== 429; count++) {
    const headers = { 'x-forwarded-for': `198.51.100.${count}`, 'x-client-address': `198.51.100.${count}` }
    statuses.push((await tryWith(new Client(app), newPerson().email, 'wrong wrong wrong', headers)).status)
  }
  expect(statuses.at(-1)).toBe(429)
})
