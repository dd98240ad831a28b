import { strategyIds } from '@/lib/strategies'
import { expect, test } from '../support/test'

/** A run from where it cannot succeed: the page says so before, and why. */

const path = '/experiments/stolen-by-script'

test('opened at another address than the app’s own, a run is refused, and the page says so before', async ({
  app,
  page,
}) => {
  await page.goto(app.url.replace('localhost', '127.0.0.1') + path)
  await expect(page.getByText('a run cannot be started here')).toContainText(app.origin)
  await page.getByRole('button', { name: 'Run it' }).click()
  await expect(page.locator('form').getByRole('status')).toContainText('The app refused to start it')
  await page.getByRole('link', { name: 'Open this page at its own address' }).click()
  await expect(page).toHaveURL(app.origin + path)
  await expect(page.getByText('It opens by itself')).toBeVisible()
})

test('no window took part: each lane says so', async ({ app, page }) => {
  const lines = strategyIds.map((strategy) => JSON.stringify({ type: 'failed', strategy, why: 'no_window' }))
  const body = [...lines, JSON.stringify({ type: 'end' }), ''].join('\n')
  await page.route('**/api/lab/experiments/*/run', (route) => route.fulfill({ body }))
  await page.goto(app.origin + path)
  await page.getByRole('button', { name: 'Run it' }).click()
  await expect(page.getByText('no window of a browser took part')).toHaveCount(strategyIds.length)
})
