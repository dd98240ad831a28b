import type { Page, Route } from '@playwright/test'
import { makePerson } from '../support/people'
import { act, across, idle, log, same, sendToAll, signInEverywhere, strategies } from './side-by-side'
import { expect, test } from './browser-test'

/** What takes long can be stopped. Afterwards the page shows what the server knows: nothing half, nothing stale. */

const stop = (page: Page) => page.getByRole('button', { name: 'Stop', exact: true })

/** Requests like this never get an answer; the server may do something with them before. */
const withhold = (page: Page, path: string, which: string, first: (route: Route) => unknown = () => {}) =>
  page.route(`**${path}`, async (route) => {
    const { authorization = '' } = await route.request().allHeaders()
    if (!`${authorization} ${route.request().postData()}`.includes(which)) return route.fallback()
    await first(route)
  })

test('sending to all: what was shown before stays, whole; the focus goes back', async ({ page, app }) => {
  await signInEverywhere(page, await makePerson(app))
  await sendToAll(page, '/api/me')
  await expect.poll(() => across(page, 'Request')).toEqual(same('GET /api/me'))
  await idle(page)

  await withhold(page, '/api/sessions', 'Bearer')
  await sendToAll(page, '/api/sessions')
  await expect(page.getByRole('status')).toHaveText('Sending GET /api/sessions…')
  await expect(stop(page)).toBeVisible()
  await stop(page).click()
  await expect(log(page)).toContainText('Stopped.')
  await idle(page)
  await expect(page.getByRole('button', { name: 'Send to all' })).toBeFocused()
  expect(await across(page, 'Request')).toEqual(same('GET /api/me'))
  expect(await across(page, 'Status')).toEqual(same('200'))
  await expect(log(page)).not.toContainText('/api/sessions answered')
})

test('signing in, by Escape: who is in is in, who is not is not, and it can be done again', async ({
  page,
  app,
}) => {
  const { email, password } = await makePerson(app)
  await page.goto('/compare')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await withhold(page, '/api/token', '"bearer"')
  await page.getByRole('button', { name: 'Sign in everywhere' }).click()
  await expect(page.getByRole('status')).toHaveText(`Signing in: Bearer token, 4 of ${strategies.length}…`)
  await page.keyboard.press('Escape')
  await expect(log(page)).toContainText('Stopped.')
  await idle(page)
  const signedIn = { database: 'Signed in', jwt: 'Signed in', dbsc: 'Signed in' }
  expect(await across(page, 'State')).toEqual({ ...same('Not signed in'), ...signedIn })

  await page.unroute('**/api/token')
  await page.getByRole('button', { name: 'Sign in everywhere' }).click()
  await expect(page.getByText(`signed in ${strategies.length} times in this page`)).toBeVisible()
})

test('signing out, when the server has done it already: the column says so', async ({ page, app }) => {
  await signInEverywhere(page, await makePerson(app))
  await withhold(page, '/api/sign-out', 'Bearer', (route) => route.fetch())
  const done = page.waitForRequest('**/api/sign-out')
  await act(page, 'Sign out here', 'hybrid').click()
  await done
  await expect(stop(page)).toBeVisible()
  await stop(page).click()
  await expect.poll(async () => (await across(page, 'State')).hybrid).toBe('Refused: revoked')
})

test('Stop is offered after a second', async ({ page }) => {
  await page.goto('/compare')
  await page.route('**/api/me*', () => {})
  await sendToAll(page, '/api/me')
  const delays = await stop(page)
    .or(page.locator('.after-a-second'))
    .evaluate((button) => button.getAnimations().map(({ effect }) => effect!.getTiming().delay))
  expect(delays).toEqual([1000])
  await expect(stop(page)).toBeVisible()
})
