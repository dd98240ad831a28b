import { Client } from '../support/client'
import { makePerson, signUp, tokenFromMail } from '../support/people'
import { expect, test } from '../support/test'

/** What may happen once happens once, however many ask at the same moment: ASVS 15.4.2. */

const atOnce = (count: number, ask: () => Promise<{ status: number }>) =>
  Promise.all(Array.from({ length: count }, () => ask().then(({ status }) => status)))

test('a verification code is spent once', async ({ app }) => {
  const { email } = await signUp(app)
  const token = await tokenFromMail(app, email, '/verify-email')
  const statuses = await atOnce(30, () => new Client(app).post('/api/verify-email', { token }))
  expect(statuses.filter((status) => status === 204)).toHaveLength(1)
  expect(statuses.filter((status) => status === 400)).toHaveLength(29)
})

test('a reset code is spent once', async ({ app }) => {
  const { email } = await makePerson(app)
  await new Client(app).post('/api/password/forgot', { email })
  await expect.poll(() => tokenFromMail(app, email, '/reset-password')).not.toBe('')
  const token = await tokenFromMail(app, email, '/reset-password')
  const form = { token, newPassword: 'nine amber lanterns glow' }
  const statuses = await atOnce(5, () => new Client(app).post('/api/password/reset', form))
  expect(statuses.toSorted()).toEqual([204, 400, 400, 400, 400])
})

test('an address that is signed up for twice at once becomes one person', async ({ app }) => {
  const person = await signUp(app)
  await signUp(app, person)
  const mails = (await new Client(app).get(`/api/outbox?to=${person.email}`)).json<{ links: string[] }[]>()
  const tokens = mails.map(({ links }) => new URL(links[0]!).searchParams.get('token'))
  const statuses = await Promise.all(
    tokens.map((token) => new Client(app).post('/api/verify-email', { token })),
  )
  expect(statuses.map(({ status }) => status).toSorted()).toEqual([204, 400])
})
