import getPort from 'get-port'
import { genericClient, startProvider, type RunningProvider } from '../support/provider'
import { strategies } from '../support/people'
import { continueWith, signInAtProvider } from './at-provider'
import { expect, me, names, test as base } from './browser-test'

/**
 * A second OpenID Provider with the same people under the same `sub`s, configured by environment alone: other people to
 * the app. It puts no claims into the ID token (the library's default), so userinfo is needed.
 */

const clientSecret = 'a-secret-of-the-second-issuer'

const test = base.extend<{ issuerPort: number; second: RunningProvider }>({
  instance: async ({ instances }, use) => use(await instances.at('second issuer')),
  issuerPort: async ({ instance }, use) => use(await instance.part('port of the issuer', () => getPort())),
  settings: async ({ issuerPort }, use) =>
    use({
      OIDC_GENERIC_ISSUER: `http://localhost:${issuerPort}`,
      OIDC_GENERIC_CLIENT_ID: 'app',
      OIDC_GENERIC_CLIENT_SECRET: clientSecret,
      OIDC_GENERIC_NAME: 'Second issuer',
    }),
  second: [
    async ({ instance, issuerPort, app }, use) => {
      const start = () =>
        startProvider({
          port: issuerPort,
          appOrigin: app.origin,
          moreClients: [genericClient(app.origin, 'app', clientSecret)],
          people: [{ sub: 'lin', name: 'Lin Second', email: 'lin@second.example' }],
          conformIdTokenClaims: true,
        })
      await use(await instance.part('second issuer', start, (provider) => provider.stop()))
    },
    { auto: true, timeout: 60_000 },
  ],
})

for (const strategy of strategies)
  test(`${strategy}: the same sub at two issuers is two people`, async ({ page, browser, app }) => {
    await page.goto('/sign-in')
    await page.getByRole('radio', { name: names[strategy] }).check()
    await continueWith(page, 'Second issuer')
    await signInAtProvider(page, 'lin@second.example')
    await expect(page).toHaveURL('/account')
    const there = (await me(page)).body as { user: { id: string } }
    expect(there).toMatchObject({ provider: 'generic', strategy, user: { email: 'lin@second.example' } })

    const other = await (await browser.newContext({ baseURL: app.url })).newPage()
    await other.goto('/sign-in')
    await continueWith(other, 'Local provider')
    await signInAtProvider(other, 'lin@provider.example')
    await expect(other).toHaveURL('/account')
    const here = (await me(other)).body as { user: { id: string } }
    expect(here.user.id).not.toBe(there.user.id)
    await other.context().close()
  })

test('an identity that somebody has here already stays theirs', async ({ page }) => {
  await page.goto('/sign-in')
  await continueWith(page, 'Local provider')
  await signInAtProvider(page, 'sam@provider.example')
  await expect(page).toHaveURL('/account')
  await page.getByRole('button', { name: 'Connect Second issuer' }).click()
  await signInAtProvider(page, 'lin@second.example')
  await expect(page.getByText(/Connect Lin Second/)).toBeVisible()
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  // that person has an account of their own here: it stays theirs
  await expect(page.getByText('That identity is connected to another account.')).toBeVisible()
  expect((await me(page)).body).toMatchObject({ user: { email: 'sam@provider.example' } })
})

test('signing in again asks the provider to ask again', async ({ page, app }) => {
  await page.goto('/sign-in')
  await continueWith(page, 'Second issuer')
  await signInAtProvider(page, 'lin@second.example')
  await expect(page).toHaveURL('/account')
  const ctx = page.waitForRequest((request) => new URL(request.url()).pathname === '/auth')
  await page.evaluate(() => {
    const form = document.createElement('form')
    form.innerHTML = '<input name="intent" value="again"><input name="callbackUrl" value="/account">'
    Object.assign(form, { method: 'post', action: '/api/sign-in/generic' })
    document.body.append(form)
    form.submit()
  })
  const asked = await ctx
  expect(Object.fromEntries(new URL(asked.url()).searchParams)).toMatchObject({
    max_age: '0',
    prompt: 'login',
  })
  await signInAtProvider(page, 'lin@second.example') // although the provider knows the browser
  await expect(page).toHaveURL('/account')
  expect((await me(page)).body).toMatchObject({ provider: 'generic' })
  expect(app.log()).not.toContain(clientSecret)
})
