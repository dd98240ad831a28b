import { Client } from '../support/client'
import { changes } from '../support/endpoints'
import { expectProblem } from '../support/problem'
import { newPerson, signedIn, tokenFromMail } from '../support/people'
import { expect, test } from '../support/test'

/** Sizes, types and shapes of what comes in: ASVS 2.2, 8.2.3, 15.3. */

const kibibyte = 1024
const withBody = changes.filter(({ body, isOAuth }) => body && !isOAuth) // the others: tokens.spec

test('a body over 16 KiB is too large, announced or not', async ({ app }) => {
  const large = Buffer.from(JSON.stringify({ email: 'x'.repeat(16 * kibibyte) }))
  for (const { method, path } of withBody) {
    const type = { 'content-type': 'application/json' }
    expectProblem(
      await new Client(app).send(method, path, { body: large, headers: type }),
      413,
      'payload_too_large',
    )
    const chunked = { ...type, 'content-length': undefined, 'transfer-encoding': 'chunked' }
    expectProblem(
      await new Client(app).send(method, path, { body: large, headers: chunked }),
      413,
      'payload_too_large',
    )
  }
  const authjs = await new Client(app).send('POST', '/api/auth/jwt/callback/credentials', { body: large })
  expectProblem(authjs, 413, 'payload_too_large')
})

const broken = ['{', '[1,', 'nul', '{"a":1}}', "{'a':1}", '\u0000', '{"email": NaN}', '\ufeff\ufeff{}']
test('what is no JSON is malformed', async ({ app }) => {
  for (const { method, path } of withBody)
    for (const body of [...broken, Buffer.from([0xff, 0xfe, 0x7b])]) {
      const answer = await new Client(app).send(method, path, {
        body,
        headers: { 'content-type': 'application/json' },
      })
      expectProblem(answer, 400, 'malformed_request')
    }
})

const strange: unknown[] = [null, 1, 'text', true, [], [{}], { toString: 1 }, { constructor: {} }]
test('what is another shape is refused with the fields', async ({ app }) => {
  for (const { method, path } of withBody)
    for (const json of strange) {
      const answer = await new Client(app).send(method, path, { json })
      if (answer.status === 401 && answer.json().code === 'not_authenticated') continue // nothing to say before who asks
      expectProblem(answer, 422, 'validation_failed')
      expect(Object.keys(answer.json<{ errors: object }>().errors).length).toBeGreaterThan(0)
    }
})

test('unknown fields are refused, by name', async ({ app, person }) => {
  const client = await signedIn(app, person)
  for (const { method, path, body } of withBody.filter(({ path }) => !path.includes('/admin/')))
    for (const name of ['role', 'isAdmin', 'emailVerified', 'id', '__proto__', 'constructor']) {
      if (body && Object.hasOwn(body, name)) continue
      const text = JSON.stringify(body).replace(
        /}$/,
        `${Object.keys(body ?? {}).length ? ',' : ''}"${name}":{"admin":true}}`,
      )
      const answer = await client.send(method, path, {
        body: text,
        headers: { 'content-type': 'application/json' },
      })
      expectProblem(answer, 422, 'validation_failed')
      expect(answer.text, `${path} ${name}`).toContain(`"${name}"`)
    }
  expect((await client.get('/api/me')).json<{ user: object }>().user).toMatchObject({ role: 'user' })
})

test('deep nesting and many keys cost little', async ({ app }) => {
  const deep = '['.repeat(8000) + ']'.repeat(8000)
  const wide = `{${Array.from({ length: 1500 }, (_, index) => `"k${index}":1`).join(',')}}`
  for (const body of [
    `{"email":${deep.slice(0, 7000)}${']'.repeat(7000)}}`,
    wide,
    `{"email":"${'a'.repeat(16_000)}@"}`,
  ])
    for (const { method, path } of withBody) {
      const answer = await new Client(app).send(method, path, {
        body,
        headers: { 'content-type': 'application/json' },
      })
      expect([400, 401, 422]).toContain(answer.status)
      expect(answer.text.length).toBeLessThan(200_000)
    }
})

test('a query parameter that comes twice is neither of the two', async ({ app }) => {
  const client = new Client(app)
  expectProblem(await client.get('/api/me?strategy=jwt&strategy=database'), 422, 'validation_failed')
  expectProblem(await client.get('/api/outbox?to=a@example.com&to=b@example.com'), 422, 'validation_failed')
  expect((await client.get('/sign-in?callbackUrl=/account&callbackUrl=//evil.example')).text).not.toContain(
    'evil.example"',
  )
})

test('one field, twice in a body: no more than one account', async ({ app }) => {
  const { name, email, password } = newPerson()
  const other = newPerson().email
  const body = `{"name":"${name}","email":"${email}","email":"${other}","password":"${password}"}`
  await new Client(app).send('POST', '/api/sign-up', {
    body,
    headers: { 'content-type': 'application/json' },
  })
  expect([
    await tokenFromMail(app, email, '/verify-email'),
    await tokenFromMail(app, other, '/verify-email'),
  ]).toContain('')
})
