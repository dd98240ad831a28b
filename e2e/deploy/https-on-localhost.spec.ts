import { once } from 'node:events'
import { readFile, stat } from 'node:fs/promises'
import { request, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import tls from 'node:tls'
import { continueWith, signInAtProvider } from '../flows/at-provider'
import { launchApp, type App } from '../support/app'
import { Client } from '../support/client'
import { formFields, multipart } from '../support/page'
import { admin } from '../support/people'
import { parseSetCookie } from '../support/set-cookie'
import { expect, test as base } from '../support/test'
import { atTrustingHome, authorityFile, cannotTrust } from '../support/trusting-home'

/** `npm start -- --https`, as docs/deploy/https-on-localhost.md has it. ASVS 3.3.1, 3.5.1, 12.1.1, 12.2.1. */

const flags = ['--https']
const authorityOf = (app: App) => readFile(authorityFile(app), 'utf8')

const test = base.extend<{ trusting: () => Client }>({
  /** clients that trust the authority of this instance, and nobody else */
  trusting: async ({ app }, use) => {
    const ca = await authorityOf(app)
    await use(() => new Client({ url: app.url, origin: app.origin, ca }))
  },
})

test.use({ flags })

/** A connection of TLS. @returns 'trusted', or why not */
async function handshake(app: App, options: tls.ConnectionOptions): Promise<string> {
  const { port } = new URL(app.url)
  const socket = tls.connect({ port: Number(port), host: 'localhost', servername: 'localhost', ...options })
  const said = await new Promise<string>((done) => {
    socket.once('secureConnect', () => done('trusted'))
    socket.once('error', (error: Error) => done(error.message))
  })
  socket.destroy()
  return said
}

test('whoever has the authority trusts it, and nobody else does', async ({ app }) => {
  expect(new URL(app.origin).protocol).toBe('https:')
  expect(app.log()).toContain(`Bothways: ${app.origin}`)
  expect(await handshake(app, { ca: await authorityOf(app) })).toBe('trusted')
  expect(await handshake(app, {})).toMatch(/unable to verify/)
  expect(
    await handshake(app, { ca: await authorityOf(app), maxVersion: 'TLSv1.1', minVersion: 'TLSv1' }),
  ).not.toBe('trusted')
})

test('its keys are for their owner alone, and nowhere in what was written', async ({ app }) => {
  expect((await stat(join(app.dataDir, 'https'))).mode & 0o777).toBe(0o700)
  for (const name of ['authority.key', 'localhost.key']) {
    const file = join(app.dataDir, 'https', name)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    for (const line of (await readFile(file, 'utf8')).trim().split('\n').slice(1, -1))
      expect(app.log()).not.toContain(line)
  }
})

test('sign-in by the API sets __Host- cookies, and the next request is of that person', async ({
  trusting,
}) => {
  const client = trusting()
  const answer = await client.post('/api/sign-in', { ...admin, strategy: 'database' })
  expect(answer.status).toBe(200)
  expect(answer.setCookies.length).toBeGreaterThan(0)
  for (const line of answer.setCookies) {
    const { name, attributes } = parseSetCookie(line)
    expect(name).toMatch(/^__Host-/)
    expect(attributes.has('secure')).toBe(true)
  }
  expect((await client.get('/api/me')).json()).toMatchObject({ user: { email: admin.email } })
})

test('a form is taken from its own origin, and from no other', async ({ app, trusting }) => {
  const client = trusting()
  const fields = formFields((await client.get('/sign-in')).text, 'Password')
  const { body, headers } = multipart({ ...fields, ...admin, strategy: 'jwt' })
  for (const origin of ['https://evil.example', app.origin.replace('https:', 'http:'), app.issuer, 'null']) {
    expect(
      (await client.send('POST', '/sign-in', { body, headers: { ...headers, origin } })).status,
      origin,
    ).toBe(403)
    expect((await client.post('/api/sign-in', admin, { origin })).status, origin).toBe(403)
  }
  const signedIn = await client.send('POST', '/sign-in', { body, headers })
  expect([signedIn.status, signedIn.headers.location]).toEqual([303, '/account'])
  expect((await client.get('/account')).status).toBe(200)
})

test('who comes by plain http is told where https is', async ({ app }) => {
  const sent = request(app.url.replace('https:', 'http:'), { agent: false }).end()
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  expect(answer.statusCode).toBe(400)
  let text = ''
  for await (const chunk of answer as AsyncIterable<Buffer>) text += chunk.toString()
  expect(text).toBe(`This port speaks https: ${app.origin}\n`)
})

test('the address of a client is not what it says of itself', async ({ app, trusting }) => {
  const before = app.log().length
  await trusting().post(
    '/api/sign-out',
    {},
    { origin: 'https://evil.example', 'x-forwarded-for': '192.0.2.66' },
  )
  await expect.poll(() => app.log().slice(before)).toContain('"address":"127.0.0.1"')
  expect(app.log().slice(before)).not.toContain('192.0.2.66')
})

test('what an experiment tells arrives as it is told, not at its end', async ({ app }) => {
  test.slow()
  const { port } = new URL(app.url)
  const socket = tls.connect({
    port: Number(port),
    host: 'localhost',
    servername: 'localhost',
    ca: await authorityOf(app),
  })
  const path = '/api/lab/experiments/replay-after-sign-out/run'
  const head = [
    `POST ${path} HTTP/1.1`,
    'Host: localhost',
    `Origin: ${app.origin}`,
    'Content-Type: application/json',
  ]
  socket.write([...head, 'Connection: close', 'Content-Length: 2', '', '{}'].join('\r\n'))
  let pieces = 0
  let text = ''
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    pieces++
    text += chunk.toString()
  }
  expect(text).toMatch(/^HTTP\/1\.1 200 /)
  expect(pieces).toBeGreaterThan(3)
})

test('a browser that trusts the authority signs in at the provider, and is signed out there', async ({
  app,
}) => {
  test.skip(cannotTrust, 'certutil of NSS is not installed')
  await atTrustingHome(app, async (open) => {
    const page = await (await open()).newPage()
    await page.goto(`${app.origin}/sign-in`)
    await continueWith(page, 'Local provider')
    await signInAtProvider(page, 'lin@provider.example')
    await expect(page).toHaveURL(`${app.origin}/account`)
    await page.goto(`${app.issuer}/session/end`)
    await page.getByRole('button', { name: 'Sign out', exact: false }).first().click()
    await expect(page.getByText('You are signed out')).toBeVisible()
    await expect.poll(() => app.log()).toContain('"account.ended_by_provider"') // the provider reached the app by https
    await page.goto(`${app.origin}/account`)
    await expect(page).toHaveURL(/\/sign-in/)
  })
})

test('the authority outlives kill -9, and stopping closes the port and its connections', async () => {
  test.slow()
  const app = await launchApp({}, undefined, flags)
  try {
    const authority = await authorityOf(app)
    await app.kill()
    await app.restart()
    expect(await authorityOf(app)).toBe(authority)
    expect(await handshake(app, { ca: authority })).toBe('trusted')
    const port = Number(new URL(app.url).port)
    const idle = tls.connect({ port, host: 'localhost', servername: 'localhost', ca: authority })
    await once(idle, 'secureConnect')
    const closed = once(idle.on('error', () => {}).resume(), 'close')
    await app.stop()
    await closed
    const [error] = (await once(connect(port, 'localhost'), 'error')) as [NodeJS.ErrnoException]
    expect(error.code ?? (error as AggregateError).errors).toBe('ECONNREFUSED')
  } finally {
    await app.stop()
  }
})
