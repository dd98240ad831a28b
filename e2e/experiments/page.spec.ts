import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { expect, test } from '../flows/browser-test'
import { test as anyConsole } from '../support/test'

/** The page of an experiment: predict, run, watch, compare; and what it says when that does not work. */

test.use({ settings: { PASSWORD_HASH_COST: '12' } }) // with less a run is over before anybody sees it going on

const path = '/experiments/replay-after-sign-out'
const endpoint = '**/api/lab/experiments/*/run'
const status = (page: Page) => page.locator('form').getByRole('status')
/** Its corner and its width: where a reader looks at it. */
async function placeOf(region: Locator) {
  const { x, y, width } = (await region.boundingBox())!
  return { x, y, width }
}
const observed = (page: Page) => page.locator('details.opens-by-itself')

test('a reader predicts, runs it, and sees what happened under each strategy', async ({ page }) => {
  await page.goto(path)
  await expect(observed(page)).not.toHaveAttribute('open')
  await page.getByRole('radio', { name: 'For all of them' }).check()
  await page.getByRole('button', { name: 'Run it' }).click()
  const hybrid = page.getByRole('region', { name: 'Hybrid' })
  await expect(status(page)).toContainText('Running.')
  const before = await placeOf(hybrid)
  await expect(hybrid).toContainText('Being tried', { timeout: 30_000 })
  expect(await placeOf(hybrid)).toEqual(before) // nothing jumped: it grows by its steps, downwards
  await expect(status(page)).toContainText('Done.', { timeout: 30_000 })
  for (const name of ['Database session', 'JWT', 'Bearer token', 'Hybrid'])
    await expect(page.getByRole('region', { name }).getByRole('listitem')).toHaveCount(8)
  await expect(page.getByRole('region', { name: 'JWT' })).toContainText('10 min at most')
  await expect(observed(page)).toContainText('You expected: “For all of them”')
  await expect(observed(page)).toContainText('600 s')
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([])

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download this run' }).click(),
  ])
  const file = JSON.parse(readFileSync(await download.path(), 'utf8')) as { events: { type: string }[] }
  expect(file.events.at(-1)).toEqual({ type: 'end' })

  await page.goto('/experiments')
  await expect(page.getByRole('row', { name: /Replay after sign-out/ })).toContainText('Refused at once')
})

test('a run can be given up, by the same button, and started again by its key', async ({ page }) => {
  await page.route(endpoint, async (route) => {
    await page.unroute(endpoint)
    await new Promise<void>((resolve) => page.on('requestfailed', () => resolve()))
    await route.abort().catch(() => {})
  })
  await page.goto(path)
  await page.getByRole('button', { name: 'Run it' }).click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(status(page)).toHaveText('Cancelled. Nothing is kept of this run.')
  await expect(page.getByRole('button', { name: 'Run it again' })).toBeFocused()
  await page.keyboard.press('r')
  await expect(status(page)).toContainText('Done.', { timeout: 30_000 })
})

test('busy, broken off: each is a sentence, and the button is back', async ({ page }) => {
  await page.goto(path)
  const run = async (said: RegExp) => {
    await page.getByRole('button', { name: /^Run it/ }).click()
    await expect(status(page)).toHaveText(said)
    await page.unroute(endpoint)
  }
  await page.route(endpoint, (route) => route.fulfill({ status: 503 }))
  await run(/run already/)
  const step = { type: 'step', strategy: 'database', text: 'The owner signs in.', ms: 1 }
  await page.route(endpoint, (route) => route.fulfill({ body: `${JSON.stringify(step)}\n` }))
  await run(/broke off/)
})

anyConsole('out of reach', async ({ app, page }) => {
  await page.goto(app.url + path)
  await page.route(endpoint, (route) => route.abort('internetdisconnected'))
  await page.getByRole('button', { name: 'Run it' }).click()
  await expect(status(page)).toHaveText(/cannot be reached/)
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the last run is shown whole, and a prediction is kept in the address', async ({ page }) => {
    await page.goto(path)
    await expect(
      page.getByRole('paragraph').filter({ hasText: 'Signing out deletes the session’s row.' }),
    ).toBeVisible()
    await expect(page.getByRole('button', { name: 'Run it' })).toBeHidden()
    await page.getByRole('radio', { name: 'For none' }).check()
    await page.getByRole('button', { name: 'Show the last run' }).click()
    await expect(page).toHaveURL(/prediction=0/)
    await expect(page.getByText('You expected: “For none: signed out is signed out”')).toBeVisible()
    await expect(observed(page).getByText('600 s')).toBeVisible()
  })

  test('the tour leads from stop to stop', async ({ page }) => {
    await page.goto('/')
    await page.getByRole('link', { name: 'Take the tour' }).click()
    await page.getByRole('link', { name: 'Compare side by side' }).click()
    const tour = page.getByRole('navigation', { name: 'Tour' })
    for (let stop = 1; stop < 6; stop++) {
      await expect(tour.getByRole('link', { name: `Stop ${stop} of 6` })).toBeVisible()
      await tour.getByRole('link', { name: 'Next' }).click()
    }
    await expect(page).toHaveURL(/\/choose\?tour=6$/)
    await tour.getByRole('link', { name: 'All experiments' }).click()
    await expect(page).toHaveURL(/\/experiments$/)
    await expect(tour).toBeHidden()
  })

  test('a stop that there is not is the first, and no stop in a page', async ({ page }) => {
    await page.goto('/tour?step=__proto__')
    await expect(page.getByText('Stop 1 of 6')).toBeVisible()
    await page.goto('/compare?tour=7')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.getByRole('navigation', { name: 'Tour' })).toBeHidden()
  })
})

test('? lists the shortcuts of the page, and single keys can be switched off', async ({ page }) => {
  await page.goto(path)
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts of this page' })
  await expect(async () => {
    await page.keyboard.press('?') // heard once the page is alive
    await expect(dialog).toContainText('Run it', { timeout: 500 })
  }).toPass()
  await dialog.getByRole('checkbox').uncheck()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await page.keyboard.press('?')
  await expect(dialog).toBeHidden()
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click()
  await dialog.getByRole('checkbox').check()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await page.keyboard.press('?')
  await expect(dialog).toBeVisible()
})

test('an experiment that nobody wrote is not there', async ({ page }) => {
  expect((await page.goto('/experiments/__proto__'))?.status()).toBe(404)
})
