import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { admin } from '../support/people'
import { call, signInHere } from './single-page'
import { enter, expect, test } from './test'

/** Every page at three widths and in both themes: nothing wider than the window, no finding of axe, a picture kept. */

const open = [
  '/',
  '/sign-in',
  '/sign-up',
  '/forgot-password',
  '/reset-password?token=x',
  '/verify-email?token=x',
]
const lab = ['/outbox', '/spa', '/api-docs', '/not-a-page']
const signedIn = ['/account', '/admin']
const widths = [360, 768, 1440]

const nameOf = (path: string) => path.replace(/\?.*/, '').replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'home'

async function look(page: Page, path: string, scheme: 'light' | 'dark') {
  await lookAt(page, nameOf(path), scheme, async () => {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  })
}

/** @param arrive gets to what is looked at, anew for each width */
async function lookAt(page: Page, name: string, scheme: 'light' | 'dark', arrive = async () => {}) {
  await page.emulateMedia({ colorScheme: scheme })
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 })
    await arrive()
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow, `${name} at ${width} px`).toBeLessThanOrEqual(0)
    await page.screenshot({ path: `artifacts/pages/${name}-${width}-${scheme}.png`, fullPage: true })
  }
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}

for (const scheme of ['light', 'dark'] as const) {
  for (const path of [...open, ...lab]) test(`${path}, ${scheme}`, ({ page }) => look(page, path, scheme))

  test(`signed-in pages, ${scheme}`, async ({ page }) => {
    await enter(page, { ...admin, name: 'Grace' }, 'database')
    for (const path of [...signedIn, '/']) {
      await look(page, path, scheme)
      await expect(page.getByRole('button', { name: 'Sign out', exact: true })).toBeVisible()
    }
  })
}

for (const scheme of ['light', 'dark'] as const)
  test(`the single-page client at work, ${scheme}`, async ({ page }) => {
    await signInHere(page, admin, 'hybrid', 'local')
    await page.getByText('Our access token').click()
    expect(await call(page)).toEqual(['200'])
    await lookAt(page, 'spa-signed-in', scheme)
    await page.getByRole('button', { name: 'Sign out and revoke' }).click()
    await page.getByRole('button', { name: 'Try the access token' }).click()
    await expect(page.getByText(/^Refused:/)).toBeVisible()
    await lookAt(page, 'spa-signed-out', scheme)
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
