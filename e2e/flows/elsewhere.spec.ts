import type { Page } from '@playwright/test'
import { having } from '../support/hostile-provider/faults'
import { test as hostile } from '../support/hostile-provider/hostile-provider-test'
import { makePerson, newPerson, strategies, tokenFromMail } from '../support/people'
import { continueWith } from './at-provider'
import { expect, names, signInByForm } from './browser-test'

/**
 * A provider whose pages are at another origin than its issuer, as those of every broker: nothing in the policy of our
 * pages knows of it. It asks nobody anything, and sends the browser back at once.
 */

const test = hostile.extend<{ obeyedPolicy: void }>({
  baseURL: async ({ app }, use) => use(app.url),
  obeyedPolicy: [
    async ({ page }, use) => {
      const complaints: string[] = []
      page.on(
        'console',
        (message) => /Security Policy/.test(message.text()) && complaints.push(message.text()),
      )
      await use()
      expect(complaints).toEqual([])
    },
    { auto: true },
  ],
})

/** The same port by another name is another origin to a browser. */
const elsewhere = (issuer: string) => issuer.replace('localhost', '127.0.0.1')

/** Of that provider, one that a browser can stay at. */
const anyPage = '/jwks'

test.beforeEach(({ provider }) => {
  const pages = elsewhere(provider.issuer)
  const endpoints = { authorization_endpoint: `${pages}/authorize`, end_session_endpoint: pages + anyPage }
  provider.state.faults = { discovery: having(endpoints) }
})

const visited = (page: Page, path: string) => page.waitForRequest((request) => request.url().includes(path))

for (const javaScriptEnabled of [true, false])
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    for (const strategy of strategies)
      test(`${strategy}: in, connected, and out there as well`, async ({ page, app, provider }) => {
        const person = await makePerson(app)
        await page.goto('/sign-in')
        await signInByForm(page, person, strategy)
        await page.getByRole('button', { name: 'Connect Hostile' }).click()
        await page.getByRole('button', { name: 'Connect', exact: true }).click()
        await expect(page.getByRole('button', { name: 'Remove Hostile' })).toBeVisible()
        await page.getByRole('button', { name: 'Sign out', exact: true }).click()
        await expect(page).toHaveURL(/\/sign-in/)

        await page.getByRole('radio', { name: names[strategy] }).check()
        const asked = visited(page, '/authorize?')
        await continueWith(page, 'Hostile')
        expect((await asked).url()).toContain(elsewhere(provider.issuer))
        await expect(page).toHaveURL('/account')
        await expect(page.getByRole('region', { name: 'Who is signed in' })).toContainText(person.email)

        const out = visited(page, `${anyPage}?`)
        await page.getByRole('button', { name: 'Sign out here and at Hostile' }).click()
        expect((await out).url()).toContain(`${elsewhere(provider.issuer)}${anyPage}?client_id=`)
        await page.waitForURL(`**${anyPage}?**`)
        await page.goto('/account')
        await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/)
      })

    test('Back from the provider leads to the button, which works again', async ({ page, provider }) => {
      provider.state.faults = {
        discovery: having({ authorization_endpoint: `${elsewhere(provider.issuer)}${anyPage}` }),
      }
      await page.goto('/sign-in')
      const asked = visited(page, `${anyPage}?`)
      await continueWith(page, 'Hostile')
      await asked
      await page.waitForURL(`**${anyPage}?**`)
      await page.goBack()
      await expect(page).toHaveURL('/sign-in')
      provider.state.faults = {}
      await continueWith(page, 'Hostile')
      await expect(page).toHaveURL('/account')
    })
  })

test('signing out there is offered where there is a place for it', async ({ page, provider }) => {
  await page.goto('/sign-in')
  await continueWith(page, 'Hostile')
  await expect(page.getByRole('button', { name: 'Sign out here and at Hostile' })).toBeVisible()
  provider.state.faults = {}
  await page.reload()
  await expect(page.getByRole('heading', { name: 'What the provider said' })).toBeVisible()
  await expect(page.getByRole('button', { name: /Sign out here and at/ })).toHaveCount(0)
})

test('a provider that is away when signing out there: said so, and still signed in', async ({
  page,
  provider,
}) => {
  await page.goto('/sign-in')
  await continueWith(page, 'Hostile')
  await expect(page.getByRole('button', { name: 'Sign out here and at Hostile' })).toBeVisible()
  provider.state.faults = { discovery: '500' }
  await page.getByRole('button', { name: 'Sign out here and at Hostile' }).click()
  await expect(page.getByText('The provider does not answer as it should.')).toBeVisible()
  await expect(page).toHaveURL(/\/account\?error=provider_unavailable/)
})

test('an address that the provider does not vouch for: the mail, then the button it names', async ({
  page,
  app,
  provider,
}) => {
  const { email } = newPerson()
  Object.assign(provider.state.person, { email, email_verified: false })
  await page.goto('/sign-in')
  await continueWith(page, 'Hostile')
  await expect(page.getByText('Open its link in this browser.')).toBeVisible()
  await page.goto(`/verify-email?token=${await tokenFromMail(app, email, '/verify-email')}`)
  await page.getByRole('button', { name: 'Confirm address' }).click()
  await expect(page.getByText('Press “Continue with Hostile” to sign in.')).toBeVisible()
  await continueWith(page, 'Hostile')
  await expect(page).toHaveURL('/account')
})
