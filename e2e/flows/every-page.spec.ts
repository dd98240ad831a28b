import { isBound, tokenStrategyIds } from '@/lib/strategies'
import { admin, signedIn } from '../support/people'
import { expectToFit, look, lookAt } from './look'
import { call, signInHere } from './single-page'
import { enter, expect, test } from './browser-test'

/** Every page at three widths and in both themes: nothing wider than the window, no finding of axe, a picture kept. */

const open = [
  '/',
  '/sign-in',
  '/sign-up',
  '/forgot-password',
  '/reset-password?token=x',
  '/verify-email?token=x',
  '/security',
]
const lab = [
  ...[
    '/outbox',
    '/spa',
    '/choose',
    '/compare',
    '/api-docs',
    '/not-a-page',
    '/glossary?tour=1',
    '/read-paths',
    '/measure',
    '/tour',
    '/experiments',
  ],
  '/experiments/replay-after-sign-out?prediction=1&last=shown',
]
const own = ['/account', '/admin']
for (const path of [...open, ...lab]) test(path, ({ page }) => look(page, path))

test('signed-in pages', async ({ page }) => {
  await enter(page, { ...admin, name: 'Grace' }, 'database')
  for (const path of [...own, '/']) {
    await look(page, path)
    await expect(page.getByRole('button', { name: 'Sign out', exact: true })).toBeVisible()
  }
})

test.describe('until a script runs, when every time still names its zone', () => {
  test.use({ javaScriptEnabled: false })

  test('signed-in pages fit', async ({ page, app }) => {
    await signedIn(app, admin) // the row of another session is wider: it has a button
    await enter(page, { ...admin, name: 'Grace' }, 'database')
    for (const path of own) {
      await page.goto(path)
      for (const width of [360, 768, 960, 1440]) await expectToFit(page, path, width)
    }
    await page.goto('/account')
    await expect(page.getByRole('button', { name: 'End session' }).first()).toBeVisible()
  })
})

test('the single-page client at work', async ({ page }) => {
  await signInHere(page, admin, 'hybrid', 'local')
  await page.getByText('Our access token').click()
  expect(await call(page)).toEqual(['200'])
  await lookAt(page, 'spa-signed-in')
  await page.getByRole('button', { name: 'Sign out and revoke' }).click()
  await page.getByRole('button', { name: 'Try the access token' }).click()
  await expect(page.getByText(/^Refused:/)).toBeVisible()
  await lookAt(page, 'spa-signed-out')
})

test('the single-page client with a key', async ({ page }) => {
  for (const strategy of tokenStrategyIds.filter(isBound)) {
    await signInHere(page, admin, strategy, 'memory')
    expect(await call(page)).toEqual(['200'])
    await lookAt(page, `spa-${strategy}-signed-in`, { axeAt: [360, 1440] })
    await page.getByRole('button', { name: 'Drop the tokens here only' }).click()
    await page.getByRole('button', { name: 'Try the access token' }).click()
    await expect(page.getByText(/^Refused:/)).toBeVisible()
    await lookAt(page, `spa-${strategy}-dropped`, { axeAt: [360, 1440] })
  }
})

test('the keyboard alone signs in', async ({ page, person }) => {
  await page.goto('/sign-in')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await expect(page.getByLabel('Email')).toBeFocused()
  await page.keyboard.type(person.email)
  await page.keyboard.press('Tab')
  await page.keyboard.type(person.password)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/account')
})
