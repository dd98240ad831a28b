import { makePerson, signedIn, strategies } from '../support/people'
import { until } from '../support/until'
import { enter, expect, me, test } from './browser-test'

for (const strategy of strategies)
  test(`${strategy}: a second browser is signed out from the first`, async ({
    page,
    browser,
    app,
    baseURL,
  }) => {
    const person = await makePerson(app)
    const context = await browser.newContext({ baseURL: baseURL! })
    const second = await context.newPage()
    await enter(second, person, strategy)
    await enter(page, person, 'database')
    await page.getByRole('button', { name: 'End session' }).first().click()
    await expect(page.getByRole('button', { name: 'End session' })).toHaveCount(0)

    const renewed = await second.evaluate(async () => (await fetch('/api/renew', { method: 'POST' })).status)
    expect(renewed).toBe(401)
    await second.goto('/account')
    await expect(second).toHaveURL(/\/sign-in\?callbackUrl=/)
    await context.close()
  })

test('sign out everywhere else keeps this browser', async ({ page, app }) => {
  const person = await makePerson(app)
  const others = [await signedIn(app, person, 'jwt'), await signedIn(app, person, 'database')]
  await enter(page, person, 'database')
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click()
  await expect(page.getByRole('button', { name: 'End session' })).toHaveCount(0)
  for (const other of others) expect((await other.post('/api/renew')).status).toBe(401)
  expect((await me(page)).status).toBe(200)
})

test('a changed password ends the others and keeps this browser', async ({ page, app }) => {
  const person = await makePerson(app)
  const other = await signedIn(app, person)
  await enter(page, person, 'jwt')
  await page.getByLabel('Current password').fill('a wrong one, clearly')
  await page.getByLabel('New password').fill('eleven calm herons wade')
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('This is not your current password.')).toBeVisible()
  await page.getByLabel('Current password').fill(person.password)
  await page.getByLabel('New password').fill('eleven calm herons wade')
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('Password changed')).toBeVisible()
  expect((await other.get('/api/me')).status).toBe(401)
  expect((await me(page)).body).toMatchObject({ strategy: 'jwt' })
})

test('signing out in one tab is seen in the others', async ({ context, app }) => {
  const person = await makePerson(app)
  const [one, two] = [await context.newPage(), await context.newPage()]
  await enter(one, person, 'database')
  await two.goto('/account')
  await expect(two.getByRole('heading', { name: 'Account', level: 1 })).toBeVisible()
  await one.getByRole('button', { name: 'Sign out', exact: true }).click()
  await expect(one).toHaveURL(/\/sign-in/)
  await until('the other tab to notice', () => two.url().includes('/sign-in'))
})
