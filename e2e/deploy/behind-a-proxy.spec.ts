import getPort from 'get-port'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { Client } from '../support/client'
import { formFields, multipart, onwardFrom } from '../support/page'
import { admin } from '../support/people'
import { missing, proxies, startProxy, type ProxyName } from '../support/proxies'
import { expect, test as base } from '../support/test'

/**
 * Behind programs that nobody here wrote, configured as docs/deploy/behind-a-proxy.md says: their `Host`, their buffers,
 * their spelling of addresses. ASVS 4.1.3, 15.3.4.
 */

type Fixtures = { name: ProxyName; proxyPort: number; proxied: { url: string; origin: string } }

const test = base.extend<Fixtures>({
  instance: async ({ instances }, use) => use(await instances.at('behind a proxy')),
  proxyPort: async ({ instance }, use) => use(await instance.part('port of the proxy', () => getPort())),
  settings: async ({ proxyPort }, use) =>
    use({ AUTH_URL: `https://localhost:${proxyPort}`, TRUSTED_PROXIES: '1' }),
  name: ['nginx', { option: true }],
  proxied: async ({ name, app, proxyPort }, use) => {
    const stop = await startProxy(name, { proxy: proxyPort, app: Number(new URL(app.url).port) })
    await use({ url: app.origin, origin: app.origin })
    await stop()
  },
})

test.use({ ignoreHTTPSErrors: true })

const foreign = {
  origin: 'https://evil.example',
  'x-forwarded-for': '192.0.2.66',
  forwarded: 'for=192.0.2.66',
}

/** How many pieces an answer comes in. */
async function piecesOf(url: string, origin: string): Promise<number> {
  const headers = { origin, 'content-type': 'application/json' }
  const sent = request(url, { method: 'POST', headers, rejectUnauthorized: false }).end('{}')
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  expect(answer.statusCode).toBe(200)
  let pieces = 0
  for await (const _ of answer) pieces++
  return pieces
}

for (const name of proxies)
  test.describe(name, () => {
    test.use({ name })
    test.skip(missing(name) !== null, missing(name) ?? '')

    test('a form without JavaScript, the API and a redirect work, and lead to AUTH_URL', async ({
      proxied,
    }) => {
      const client = new Client(proxied)
      expect((await client.get('/account')).headers.location ?? '').toMatch(/^$|^\/sign-in/)
      const fields = formFields((await client.get('/sign-in')).text, 'Password')
      const { body, headers } = multipart({ ...fields, ...admin, strategy: 'jwt' })
      const signedIn = await client.send('POST', '/sign-in', { body, headers })
      expect([signedIn.status, signedIn.headers.location]).toEqual([303, '/account'])
      expect((await client.get('/account')).status).toBe(200)
      expect((await client.get('/sign-in/')).headers.location).toMatch(
        /^(https:\/\/localhost:\d+)?\/sign-in$/,
      )
      expect((await client.post('/api/strategy', { strategy: 'database' })).status).toBe(200)
      expect((await client.get('/api/me')).json()).toMatchObject({ strategy: 'database' })
      expect((await client.post('/api/sign-out')).status).toBe(204)
    })

    test('a sign-in through a provider is begun, and its answer comes back', async ({ app, proxied }) => {
      const client = new Client(proxied)
      const begun = await client.send('POST', '/api/sign-in/local-confidential', {
        form: { strategy: 'jwt' },
      })
      expect(begun.status).toBe(200)
      const state = new URL(onwardFrom(begun.text)).searchParams.get('state') ?? ''
      const answer = new URLSearchParams({ error: 'access_denied', state, iss: app.issuer })
      const back = `/api/auth/jwt/callback/local-confidential?${answer}`
      const { searchParams } = new URL((await client.get(back)).headers.location ?? '', proxied.origin)
      expect(searchParams.get('error')).toBe('OAuthCallbackError')
    })

    test('another origin is refused, not failed, and the client is known by the address that the proxy saw', async ({
      app,
      proxied,
    }) => {
      const before = app.log().length
      const client = new Client(proxied)
      for (const path of ['/sign-in', '/nothing-here', '/api/sign-out'])
        for (const more of [{}, { 'next-action': '0'.repeat(42) }])
          expect((await client.post(path, {}, { ...foreign, ...more })).status, path).toBe(403)
      const seen = (what: string) => app.log().slice(before).split(what).length - 1
      await expect.poll(() => seen('"request.refused"')).toBe(6)
      if (name !== 'nginx, as it comes') expect(seen('"address":"127.0.0.1"')).toBe(6)
    })

    test('what an experiment tells arrives as it is told, not at its end', async ({ proxied }) => {
      test.slow()
      const pieces = await piecesOf(
        `${proxied.url}/api/lab/experiments/replay-after-sign-out/run`,
        proxied.origin,
      )
      expect(pieces).toBeGreaterThan(3)
    })

    test('a person signs in in a browser with JavaScript', async ({ page, proxied }) => {
      await page.goto(`${proxied.url}/account`)
      await page.getByLabel('Email').fill(admin.email)
      await page.getByLabel('Password', { exact: true }).fill(admin.password)
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await expect(page).toHaveURL(`${proxied.url}/account`)
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Account')
      await expect(page.getByRole('alert').filter({ hasText: 'You opened this app at' })).toHaveCount(0)
    })
  })
