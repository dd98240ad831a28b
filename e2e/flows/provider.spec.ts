import type { Page } from '@playwright/test'
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose'
import getPort from 'get-port'
import { admin } from '../support/people'
import { genericClient, startProvider, type RunningProvider } from '../support/provider'
import { askFor, listenAsClient, type RelyingParty } from '../support/relying-party'
import { expect, test as base } from '../support/test'
import { lookAt } from './look'

/** The local OpenID Provider in a browser, as a process of its own, without the app: a listener stands where that would. */

type Fixtures = { client: RelyingParty; provider: RunningProvider; quietConsole: void }
const test = base.extend<Fixtures>({
  instance: async ({ instances }, use) => use(await instances.at('local provider alone')),
  client: async ({ instance }, use) =>
    use(
      await instance.part(
        'client',
        () => listenAsClient(),
        (client) => Promise.resolve(client.close()),
      ),
    ),
  provider: async ({ instance, client }, use) => {
    const start = () => startProvider({ appOrigin: client.origin })
    await use(await instance.part('provider', start, (provider) => provider.stop()))
  },
  quietConsole: [
    async ({ page }, use) => {
      const errors: string[] = []
      page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
      await use()
      expect(errors.filter((text) => !/status of 4\d\d/.test(text))).toEqual([])
    },
    { auto: true },
  ],
})

const spa = ({ issuer }: RunningProvider, { origin }: RelyingParty) =>
  askFor(issuer, {
    client_id: 'spa',
    redirect_uri: `${origin}/spa`,
    scope: 'openid profile email api',
    resource: `${origin}/api`,
  })

async function signIn(page: Page, password = admin.password) {
  await page.getByLabel('Email').fill('lin@provider.example')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

async function arrive(page: Page, address: string) {
  await page.waitForURL((url) => url.href.startsWith(address))
  return new URL(page.url())
}

test('every page, at three widths and in both themes', async ({ page, provider, client }) => {
  const asked = spa(provider, client)
  await page.goto(asked.url)
  await lookAt(page, 'provider-sign-in')
  await signIn(page, 'wrong password, really')
  await expect(page.getByRole('alert')).toContainText('do not go together')
  await expect(page.getByLabel('Email')).toHaveValue('lin@provider.example')
  await expect(page.getByLabel('Password')).toHaveValue('')
  await lookAt(page, 'provider-sign-in-refused')
  await signIn(page)
  await expect(page.getByRole('button', { name: 'Deny' })).toBeVisible()
  await lookAt(page, 'provider-consent')
  await page.getByRole('button', { name: 'Allow' }).click()
  await arrive(page, `${client.origin}/spa?code=`)
  await page.goto(`${provider.issuer}/session/end?client_id=spa`)
  await lookAt(page, 'provider-sign-out')
  await page.getByRole('button', { name: 'Stay signed in' }).click()
  await lookAt(page, 'provider-stayed')
  await page.goto(`${provider.issuer}/session/end`)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await lookAt(page, 'provider-signed-out')
  await page.goto(`${provider.issuer}/session/end`)
  await lookAt(page, 'provider-continue')
  await page.goto(asked.url.replace('%2Fspa', '%2Fspa%2F'))
  await lookAt(page, 'provider-refused')
  await page.goto(`${provider.issuer}/nowhere`)
  await lookAt(page, 'provider-not-found')
})

for (const javaScriptEnabled of [true, false])
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    test('the keyboard alone signs in, allows, and signs out', async ({ page, provider, client }) => {
      await page.goto(spa(provider, client).url)
      await page.keyboard.press('Tab')
      await page.keyboard.type('lin@provider.example')
      await page.keyboard.press('Tab')
      await page.keyboard.type(admin.password)
      await page.keyboard.press('Enter')
      await expect(page.getByRole('button', { name: 'Allow' })).toBeVisible()
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await arrive(page, `${client.origin}/spa?code=`)
      const back = new URLSearchParams({ client_id: 'spa', post_logout_redirect_uri: `${client.origin}/spa` })
      await page.goto(`${provider.issuer}/session/end?${back.toString()}`)
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await arrive(page, `${client.origin}/spa`)
    })

    test('the command line gets its answer on a port of its own', async ({ page, provider }) => {
      const loopback = await listenAsClient('127.0.0.1')
      const redirect_uri = `${loopback.origin}/callback`
      const { url, redeem } = askFor(provider.issuer, { client_id: 'native', redirect_uri })
      await page.goto(url)
      await signIn(page)
      await page.getByRole('button', { name: 'Allow' }).click()
      const answer = await arrive(page, redirect_uri)
      expect(decodeJwt((await redeem(answer)).id_token)).toMatchObject({ sub: 'lin', aud: 'native' })
      loopback.close()
    })

    test('Deny goes back to the client', async ({ page, provider, client }) => {
      await page.goto(spa(provider, client).url)
      await signIn(page)
      await page.getByRole('button', { name: 'Deny' }).click()
      const answer = await arrive(page, `${client.origin}/spa?error=`)
      expect(answer.searchParams.get('error')).toBe('access_denied')
    })
  })

test('the single-page client reads all that it needs from its own origin', async ({
  page,
  provider,
  client,
}) => {
  await page.goto(`${client.origin}/spa`)
  const read = (url: string, headers = {}) =>
    page.evaluate(async ([at, given]) => (await fetch(at, { headers: given })).status, [
      url,
      headers,
    ] as const)
  expect(await read(`${provider.issuer}/.well-known/openid-configuration`)).toBe(200)
  expect(await read(`${provider.issuer}/jwks`)).toBe(200)
  const asked = askFor(provider.issuer, { client_id: 'spa', redirect_uri: `${client.origin}/spa` })
  await page.goto(asked.url)
  await signIn(page)
  await page.getByRole('button', { name: 'Allow' }).click()
  const { access_token } = await asked.redeem(await arrive(page, `${client.origin}/spa?code=`))
  expect(await read(`${provider.issuer}/me`, { authorization: `Bearer ${access_token}` })).toBe(200)
})

test('kill -9 keeps who is signed in, what was allowed, and what was spent', async ({ page, client }) => {
  const provider = await startProvider({ appOrigin: client.origin })
  const asked = spa(provider, client)
  await page.goto(asked.url)
  await signIn(page)
  await page.getByRole('button', { name: 'Allow' }).click()
  const { refresh_token = '' } = await asked.redeem(await arrive(page, `${client.origin}/spa?code=`))
  const refresh = async () => {
    const form = { grant_type: 'refresh_token', client_id: 'spa', refresh_token }
    return (await fetch(`${provider.issuer}/token`, { method: 'POST', body: new URLSearchParams(form) }))
      .status
  }
  await provider.kill()
  await provider.restart()
  await page.goto(spa(provider, client).url)
  await arrive(page, `${client.origin}/spa?code=`)
  expect(await refresh()).toBe(200)
  await provider.kill()
  await provider.restart()
  expect(await refresh()).toBe(400)
  await provider.stop()
})

test('a second issuer: the same people, another key, claims from userinfo', async ({
  page,
  provider,
  client,
}) => {
  const port = await getPort()
  const moreClients = [genericClient(client.origin, 'bothways')]
  const second = await startProvider({
    port,
    appOrigin: client.origin,
    moreClients,
    conformIdTokenClaims: true,
  })
  expect(second.issuer).toBe(`http://localhost:${port}`)
  const redirect_uri = `${client.origin}/api/auth/jwt/callback/generic`
  const asked = askFor(second.issuer, { client_id: 'bothways', redirect_uri })
  await page.goto(asked.url)
  await signIn(page)
  const { id_token, access_token } = await asked.redeem(await arrive(page, `${redirect_uri}?code=`))
  const own = createRemoteJWKSet(new URL(`${second.issuer}/jwks`))
  const { payload } = await jwtVerify(id_token, own, { issuer: second.issuer, audience: 'bothways' })
  expect(payload.sub).toBe('lin')
  expect(payload.email).toBeUndefined()
  const headers = { authorization: `Bearer ${access_token}` }
  const userinfo = (await (await fetch(`${second.issuer}/me`, { headers })).json()) as object
  expect(userinfo).toMatchObject({ sub: 'lin', email: 'lin@provider.example' })
  const first = createRemoteJWKSet(new URL(`${provider.issuer}/jwks`))
  await expect(jwtVerify(id_token, first)).rejects.toThrow()
  await page.goto(spa(provider, client).url)
  await expect(page.getByLabel('Password')).toBeVisible() // signed in there is not signed in here
  await second.stop()
})

test('neither a secret nor a code reaches the log', async ({ page, provider, client }) => {
  const asked = spa(provider, client)
  await page.goto(asked.url)
  await signIn(page)
  await page.getByRole('button', { name: 'Allow' }).click()
  const answer = await arrive(page, `${client.origin}/spa?code=`)
  await asked.redeem(answer)
  await asked.redeem(answer)
  const said = provider.log()
  for (const secret of [answer.searchParams.get('code')!, admin.password, 'lin@provider.example'])
    expect(said).not.toContain(secret)
})
