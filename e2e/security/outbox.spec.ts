import { randomUUID } from 'node:crypto'
import { Client } from '../support/client'
import { expect, test } from '../support/test'

/** The HTML of a mail is shown to people, and is nobody's script. */

test('the outbox lists a mail in the shape of the contract, and shows its HTML under a policy of its own', async ({
  app,
}) => {
  const client = new Client(app)
  const email = `${randomUUID()}@example.com`
  await client.post('/api/sign-up', { name: 'Ann', email, password: 'a phrase of several words' })
  const [mail] = (await client.get(`/api/outbox?to=${email}`)).json<object[]>()
  expect(Object.keys(mail!)).toEqual(['to', 'subject', 'text', 'links', 'sentAt'])

  const page = await client.get(`/outbox?to=${email}`, { accept: 'text/html' })
  const [, path = ''] = /href="(\/api\/outbox\/[\da-f-]{36})"/.exec(page.text) ?? []
  const { status, headers, text } = await client.get(path)
  expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
  expect(text).toContain('Confirm your email address')
  const policy = String(headers['content-security-policy'])
  expect(policy.split('; ').sort()).toEqual([
    "base-uri 'none'",
    "default-src 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    'sandbox allow-top-navigation-by-user-activation',
    "style-src 'unsafe-inline'",
  ])
  expect(headers['x-content-type-options']).toBe('nosniff')
})

for (const id of ['x', '..%2f..%2fsecrets', '00000000-0000-4000-8000-000000000000'])
  test(`no mail, no page: ${id}`, async ({ app }) => {
    const answer = await new Client(app).get(`/api/outbox/${id}`)
    expect([answer.status, answer.headers['content-type']]).toEqual([404, 'application/problem+json'])
  })
