import type { App } from '../support/app'
import { authjsPost, authjsSignIn } from '../support/authjs'
import { Client } from '../support/client'
import { parsed } from '../support/jar'
import { startMailServer, type MailServer } from '../support/mail-server'
import { formFields, multipart, staticFile } from '../support/page'
import { newPerson, signedIn, strategies, type Person } from '../support/people'
import { expectProblem } from '../support/problem'
import { expect, test as base } from '../support/test'

/** An instance as it would stand in the world: https, lab off, mail by SMTP. ASVS 3.3.1, 3.3.3, 3.4.1, 6.3.2, 13.4.2. */

const test = base.extend<object, { mailServer: MailServer; verified: Person }>({
  mailServer: [
    async ({}, use) => {
      const server = await startMailServer()
      await use(server)
      await server.stop()
    },
    { scope: 'worker' },
  ],
  settings: [async ({ mailServer }, use) => use({ AUTH_URL: 'https', LAB: 'off', SMTP_URL: mailServer.url }), { scope: 'worker' }],
  verified: [async ({ app, mailServer }, use) => use(await byMail(app, mailServer)), { scope: 'worker' }],
})

/** Somebody who asked for an account and followed the link that came by SMTP. */
async function byMail(app: App, mailServer: MailServer): Promise<Person> {
  const person = newPerson()
  expect((await new Client(app).post('/api/sign-up', person)).status).toBe(202)
  const link = /https:\S+\/verify-email\?token=(\S+)/.exec(await mailServer.mailTo(person.email))
  expect(link?.[0].startsWith(`${app.origin}/`)).toBe(true)
  expect((await new Client(app).post('/api/verify-email', { token: link?.[1] })).status).toBe(204)
  return person
}

test('HSTS on every kind of response', async ({ app }) => {
  const client = new Client(app)
  const paths = ['/', '/account', '/sign-in/', '/nothing-here', '/api/me', '/api/auth/jwt/csrf', '/%', '/healthz', await staticFile(app)]
  for (const path of paths) {
    const [, seconds] = /^max-age=(\d+); includeSubDomains$/.exec(String((await client.get(path)).headers['strict-transport-security'])) ?? []
    expect(Number(seconds), path).toBeGreaterThanOrEqual(31_536_000)
  }
  for (const answer of [await client.send('PUT', '/'), await client.send('DELETE', '/api/me'), await client.get('/', { 'x-long': 'x'.repeat(40_000) })])
    expect(answer.headers['strict-transport-security']).toBeTruthy()
})

test('every cookie: __Host-, Secure, HttpOnly, Path=/, no Domain', async ({ app, verified }) => {
  const client = new Client(app)
  for (const strategy of strategies) {
    await authjsSignIn(client, strategy, verified)
    expect((await client.get(`/api/auth/${strategy}/session`)).json()).toMatchObject({ user: { email: verified.email } })
    await client.post('/api/renew', { strategy })
    await client.post('/api/strategy', { strategy })
    await authjsPost(client, strategy, 'signout')
  }
  const { body, headers } = multipart({ ...formFields((await client.get('/')).text, 'theme'), theme: 'dark' })
  await client.send('POST', '/', { body, headers })
  const lines = client.answers.flatMap(({ setCookies }) => setCookies)
  expect(lines.map((line) => parsed(line).name)).toEqual(expect.arrayContaining(['__Host-session.jwt', '__Host-session.database', '__Host-device']))
  for (const line of lines) {
    const { name, attributes } = parsed(line)
    expect(name).toMatch(/^__Host-/)
    for (const needed of ['secure', 'httponly', 'samesite']) expect(attributes.has(needed), `${name} ${needed}`).toBe(true)
    expect(attributes.get('path')).toBe('/')
    expect(attributes.has('domain')).toBe(false)
  }
})

test('a cookie without the prefix is not believed: a sibling domain could have set it', async ({ app, verified }) => {
  for (const strategy of strategies) {
    const { jar } = await signedIn(app, verified, strategy)
    const value = jar.get(`__Host-session.${strategy}`)
    for (const name of [`session.${strategy}`, `__Secure-session.${strategy}`, ` __Host-session.${strategy}.0`])
      expect((await new Client(app).get(`/api/me?strategy=${strategy}`, { cookie: `${name}=${value}` })).status).toBe(401)
  }
})

test('the same name over http is another origin', async ({ app }) => {
  const origin = app.origin.replace('https:', 'http:')
  expectProblem(await new Client(app).post('/api/sign-out', {}, { origin }), 403, 'cross_origin')
})

test('links in mails follow the settings, not the Host of a request', async ({ app, mailServer }) => {
  const { email } = newPerson()
  const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http', forwarded: 'host=evil.example' }
  await new Client(app).post('/api/sign-up', { ...newPerson(), email }, headers)
  expect(await mailServer.mailTo(email)).not.toContain('evil.example')
  for (const path of ['/account', '/sign-in/', '/api/auth/jwt/signin'])
    expect(String((await new Client(app).get(path, headers)).headers.location)).not.toContain('evil.example')
})

test('nothing of the lab is there', async ({ app, verified }) => {
  const client = await signedIn(app, verified)
  for (const path of ['/outbox', '/experiments', '/measure', '/spa']) expect((await client.get(path)).status, path).toBe(404)
  expectProblem(await client.get(`/api/outbox?to=${verified.email}`), 404, 'not_found')
  expectProblem(await client.get('/api/outbox'), 404, 'not_found')
  for (const { headers } of client.answers) expect(headers['server-timing']).toBeUndefined()
  expect((await client.get('/api/me')).headers['server-timing']).toBeUndefined()
})

test('the demo people cannot sign in', async ({ app }) => {
  for (const email of ['ada@example.com', 'grace@example.com'])
    for (const password of ['correct horse battery staple', 'admin', 'password'])
      expectProblem(await new Client(app).post('/api/sign-in', { email, password }), 401, 'invalid_credentials')
})
