import type { Page } from '@playwright/test'
import { act, log, signInEverywhere } from './side-by-side'
import { admin } from '../support/people'
import { expect, test } from './browser-test'

/** One column at a time, by a finger, by the tabs, by the keyboard: all three keep to the same place. */

test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true })

/** A finger that goes across the table, seen by the browser as one. */
async function swipe(page: Page, from: number, to: number) {
  const { y } = (await page.getByRole('rowheader', { name: 'Status', exact: true }).boundingBox())!
  const finger = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at?: number) =>
    finger.send('Input.dispatchTouchEvent', { type, touchPoints: at === undefined ? [] : [{ x: at, y }] })
  await touch('touchStart', from)
  for (let step = 1; step <= 10; step++) await touch('touchMove', from + ((to - from) * step) / 10)
  await touch('touchEnd')
}

const tab = (page: Page, name: string) =>
  page.getByRole('group', { name: 'Column' }).getByRole('button', { name, exact: true })

/** Beside the questions, from one edge to the other. */
const isShown = (page: Page, name: string) =>
  expect
    .poll(async () => {
      const box = await page.getByRole('columnheader', { name, exact: true }).boundingBox()
      return { left: Math.round(box!.x), right: Math.round(box!.x + box!.width) }
    })
    .toEqual({ left: 128, right: 344 })

test('a swipe goes to the next column and back, and the tabs follow', async ({ page }) => {
  await page.goto('/compare')
  await page.getByRole('rowheader', { name: 'The answer' }).scrollIntoViewIfNeeded()
  await swipe(page, 320, 190) // past the middle of a column, and far from its end
  await expect(tab(page, 'JWT')).toHaveAttribute('aria-pressed', 'true')
  await isShown(page, 'JWT')
  await swipe(page, 140, 340)
  await expect(tab(page, 'Database session')).toHaveAttribute('aria-pressed', 'true')
})

test('a tab goes to its column; the questions stay', async ({ page }) => {
  await page.goto('/compare')
  await tab(page, 'Hybrid').tap()
  await isShown(page, 'Hybrid')
  await expect(tab(page, 'Hybrid')).toHaveAttribute('aria-pressed', 'true')
  expect((await page.getByRole('rowheader', { name: 'Carried by' }).boundingBox())!.x).toBe(16)
  await page.getByRole('checkbox', { name: 'Hybrid' }).uncheck()
  await expect(tab(page, 'DPoP token')).toHaveAttribute('aria-pressed', 'true')
})

test('what has the focus is in view, and so is what happened', async ({ page }) => {
  await signInEverywhere(page, admin)
  await act(page, 'Sign out here', 'dbsc').focus()
  await page.keyboard.press('Tab')
  await expect(act(page, 'Sign in', 'bearer')).toBeFocused()
  await isShown(page, 'Bearer token')
  await expect(tab(page, 'Bearer token')).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  const happened = /^Bearer token: \/api\/me answered 200/
  await expect(log(page).getByText(happened)).toBeAttached()
  await expect(page.locator('.under-way').getByText(happened)).toBeInViewport({ ratio: 1 })
})

test('a row that is the same in all says so in every column; nothing is wider than the window', async ({
  page,
}) => {
  await signInEverywhere(page, admin)
  for (const name of ['Database session', 'Bearer token', 'Hybrid']) {
    await tab(page, name).tap()
    await isShown(page, name)
    const cell = (await page.getByRole('cell', { name: 'Signed in, in all' }).boundingBox())!
    expect([cell.x, cell.width].map(Math.round)).toEqual([128, 216])
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
})

test('what is under way, and its Stop, are in view from where it was started', async ({ page }) => {
  await page.goto('/compare')
  await page.route('**/api/sign-in', () => {})
  await page.getByRole('button', { name: 'Sign in as Ada (user)' }).tap()
  await expect(page.getByRole('status')).toBeInViewport({ ratio: 1 })
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toBeInViewport({ ratio: 1 })
})
