import { randomUUID } from 'node:crypto'
import type { App } from '../support/app'
import { Client } from '../support/client'
import { admin, newPerson, signedIn } from '../support/people'
import { secretsOf } from '../support/secrets'
import { expect, test } from '../support/test'
import { fullWalk } from '../support/walk'

/** What the log says, and what it must never say: ASVS 16.2.5, 16.3, 16.4.1. */

type Line = { event: string; result?: string; userId?: string; device?: string; time: string; level: string }

/** The app's own lines, which are JSON; the launcher speaks in sentences. */
const lines = (app: App, from = 0) =>
  app
    .log()
    .slice(from)
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line)

const canary = `canary-${randomUUID()}`
let walked: Client

test.describe.configure({ mode: 'default' })
test.beforeAll(async ({ app }) => {
  test.setTimeout(120_000)
  walked = await fullWalk(app, { ...newPerson(), password: `${canary} seven otters` })
})

test('no password, token or cookie of a walk through everything', async ({ app }) => {
  const client = new Client(app)
  await client.post('/api/password/reset', { token: `${canary}-token`, newPassword: `${canary} new` })
  await client.get('/api/me', { authorization: `Bearer ${canary}`, cookie: `session.jwt=${canary}` })
  for (const email of [`${canary} typed into the wrong field`, `${canary}@example.com`])
    await client.post('/api/sign-in', { email, password: 'x' })
  const secrets = secretsOf([...walked.answers, await client.get('/api/outbox')])
  expect(secrets.length).toBeGreaterThan(20)
  for (const secret of [canary, ...secrets]) expect(app.log()).not.toContain(secret)
})

test('one line for each thing that happened, with who and how it ended', async ({ app }) => {
  const { user } = (await walked.get('/api/me')).json<{ user: { id: string } }>()
  const events = [
    ...[
      'account.sign_up_requested',
      'account.signed_up',
      'account.signed_in',
      'account.signed_out',
      'sign_in.refused',
    ],
    ...['account.strategy_switched', 'account.password_reset_requested', 'account.password_reset'],
  ]
  expect(lines(app).map(({ event }) => event)).toEqual(expect.arrayContaining(events))
  const own = lines(app).filter(({ userId }) => userId === user.id)
  expect(own.filter(({ event }) => event === 'account.signed_up')).toHaveLength(1)
  for (const { time, result, device } of own) {
    expect(Number.isNaN(Date.parse(time))).toBe(false)
    expect([result, device].every(Boolean)).toBe(true)
  }
})

test('refused access and attempts to get around a control are written down', async ({ app, person }) => {
  const from = app.log().length
  const client = await signedIn(app, person)
  await client.get('/api/admin/stats')
  await client.post('/api/sign-out', {}, { origin: 'https://evil.example' })
  const refused = () =>
    lines(app, from)
      .filter(({ event }) => event === 'request.refused')
      .map(({ result }) => result)
  await expect.poll(refused).toEqual(expect.arrayContaining(['forbidden', 'cross_origin']))
})

test('nobody writes a line of their own', async ({ app }) => {
  const mark = `injected-${randomUUID()}`
  const injected = `a\n{"event":"${mark}","result":"done"}\r\n\u2028@example.com`
  const client = new Client(app)
  for (const path of ['/api/sign-in', '/api/sign-up', '/api/password/forgot'])
    await client.post(path, { email: injected, name: injected, password: injected })
  await client.post(
    '/api/sign-in',
    { email: 'nobody@example.com', password: 'x' },
    { 'user-agent': `Mozilla {"event":"${mark}"}`, 'x-forwarded-for': `{"event":"${mark}"}` },
  )
  await client.get(`/%0A{"event":"${mark}"}`)
  await client.get(`/api/auth/jwt/error?error=${encodeURIComponent(injected)}`)
  await client.post('/api/sign-up', { ...newPerson(), name: `${mark} {"event":"x"}` })
  await signedIn(app, admin)
  expect(lines(app).filter(({ event }) => event.includes(mark))).toEqual([])
  for (const line of app.log().split('\n')) expect(line.startsWith(`{"event":"${mark}`)).toBe(false)
})
