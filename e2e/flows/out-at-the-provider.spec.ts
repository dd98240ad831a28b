import { strategies } from '../support/people'
import { continueWith, signInAtProvider } from './at-provider'
import { expect, me, names, test } from './browser-test'

/** Signing out here alone, here and there, and only there: what the other side learns of it. */

for (const strategy of strategies) {
  test(`${strategy}: here and at the provider, which asks for the password next time`, async ({ page }) => {
    await page.goto('/sign-in')
    await page.getByRole('radio', { name: names[strategy] }).check()
    await continueWith(page, 'Local provider')
    await signInAtProvider(page, 'lin@provider.example')
    await page.waitForURL('/account')
    await page.getByRole('button', { name: 'Sign out here and at Local provider' }).click()
    await page.waitForURL('**/session/end?**') // the provider asks whether it should
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await expect(page).toHaveURL(/\/sign-in/)
    expect((await me(page)).status).toBe(401)
    await continueWith(page, 'Local provider')
    await expect(page.getByLabel('Password')).toBeVisible()
  })

  test(`${strategy}: here alone: the provider still knows the browser`, async ({ page }) => {
    await page.goto('/sign-in')
    await page.getByRole('radio', { name: names[strategy] }).check()
    await continueWith(page, 'Local provider')
    await signInAtProvider(page, 'lin@provider.example')
    await page.waitForURL('/account')
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await expect(page).toHaveURL(/\/sign-in/)
    await continueWith(page, 'Local provider')
    await expect(page).toHaveURL('/account')
  })

  test(`${strategy}: only at the provider: it tells the app, behind the browser's back`, async ({
    page,
    context,
  }) => {
    await page.goto('/sign-in')
    await page.getByRole('radio', { name: names[strategy] }).check()
    await continueWith(page, 'Local provider')
    const { origin } = new URL(page.url())
    await signInAtProvider(page, 'lin@provider.example')
    await page.waitForURL('/account')

    const there = await context.newPage()
    await there.goto(`${origin}/session/end`)
    await there.getByRole('button', { name: 'Sign out', exact: true }).click()
    await there.waitForURL((url) => url.pathname !== '/session/end')

    const renewed = await page.evaluate(async () => (await fetch('/api/renew', { method: 'POST' })).status)
    expect(renewed).toBe(401)
    expect((await me(page)).status).toBe(401) // a renewal that is refused clears the cookie
  })
}
