import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import type { Measurement } from '@/lib/lab/measure/measurement'
import { strategies, strategyIds } from '@/lib/strategies'
import { launchApp, type App } from '../support/app'
import { Client } from '../support/client'
import { startCluster } from '../support/cluster'
import { expectProblem } from '../support/problem'
import { withDatabase } from '../support/rows'
import { until } from '../support/until'
import { expect, test as base } from './browser-test'

/** Measuring: a real run from the page, what is left of one that is given up, and what the page shows without JavaScript. */

/** With a database of its own, so that what a run leaves there can be seen from outside. */
const test = base.extend<{ database: string }>({
  settings: { LAB: 'on' },
  database: async ({ instance }, use) => {
    const cluster = await instance.part('cluster', startCluster, (one) => one.destroy())
    await use(cluster.url)
  },
  app: [
    async ({ instance, database }, use) => {
      const start = () => launchApp({ DATABASE_URL: database })
      await use(await instance.part('app with the database', start, (app) => app.stop()))
    },
    { scope: 'test', timeout: 300_000 },
  ],
})

const runPath = '/api/lab/measure/run'
const resultsPath = '/api/lab/measure/results'
const runMs = 120_000

const startRun = (app: App, signal: AbortSignal) =>
  fetch(app.url + runPath, {
    method: 'POST',
    signal,
    headers: { origin: app.origin, 'content-type': 'application/json' },
    body: JSON.stringify({ size: 'quick' }),
  })

/** The people of trials, and who else is connected to the database: a measured process is one with a pool of its own. */
const seenFromOutside = (url: string) =>
  withDatabase(url, async (client) => {
    const people = `SELECT count(*)::int AS count FROM "User" WHERE email LIKE $1`
    const connections = `SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database()`
    const [first, second] = [
      await client.query<{ count: number }>(people, ['%@lab.invalid']),
      await client.query<{ count: number }>(connections),
    ]
    return { people: first.rows[0]!.count, connections: second.rows[0]!.count }
  })

const status = (page: Page) => page.getByRole('main').getByRole('status')

async function downloaded(page: Page, name: string) {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name, exact: true }).click(),
  ])
  return readFileSync(await download.path(), 'utf8')
}

test('a reader measures this machine; what is shown and what is downloaded are the new run', async ({
  page,
  database,
}) => {
  test.setTimeout(2 * runMs)
  await page.goto('/measure')
  await expect(page.getByText('Nobody has measured here yet.')).toBeVisible()
  await page.getByRole('radio', { name: /^Quick/ }).check()
  await page.getByRole('button', { name: 'Measure this machine' }).click()
  await expect(status(page)).toContainText('The same request, under each strategy in turns.', {
    timeout: runMs,
  })
  await expect(status(page)).toHaveText('Done. This is the last run now.', { timeout: runMs })
  await expect(page.getByText(/^Shown is the last run here: /)).toBeVisible()
  expect((await seenFromOutside(database)).people).toBe(0)

  const one = JSON.parse(await downloaded(page, 'Download as JSON')) as Measurement
  expect(one.size).toBe('quick')
  const table = page.getByRole('table', { name: /^What one request costs\. The row is read/ })
  for (const id of strategyIds) {
    const { ms, queries } = one.requests.row[id]!
    const p50 = ms.toSorted((a, b) => a - b)[Math.ceil(ms.length / 2) - 1]!
    const row = table.getByRole('row').filter({ hasText: strategies[id].name })
    await expect(row.getByRole('cell').nth(0)).toContainText(p50.toFixed(2))
    await expect(row.getByRole('cell').nth(4)).toContainText((queries / ms.length).toFixed(2))
  }
  const lines = (await downloaded(page, 'Download as CSV')).trimEnd().split('\r\n')
  expect(lines[0]).toBe('part,strategy,reading,at,quantity,unit,value')
  const times = lines.filter((line) => line.startsWith('requests,jwt,row,,time of a request,ms,'))
  expect(times.map((line) => Number(line.split(',').at(-1)))).toEqual(one.requests.row.jwt!.ms)

  await page.getByRole('link', { name: 'Show the reference' }).click()
  await expect(page.getByText(/^Shown is the run that came with the code: /)).toBeVisible()
  await page.goto('/')
  await expect(page.getByRole('region', { name: 'What it costs' })).toContainText('Measured here on')
  await page.goto('/choose')
  await expect(page.getByRole('region', { name: 'What a request costs' })).toContainText('Measured here on')
})

test('a run that is given up ends at once: no process, no person and no run is left', async ({
  page,
  app,
  database,
}) => {
  test.setTimeout(2 * runMs)
  await new Client(app).get('/api/me?strategy=database')
  const before = await seenFromOutside(database)
  await page.goto('/measure')
  await page.getByRole('button', { name: /^Measure/ }).click()
  await expect(page.getByRole('progressbar')).not.toHaveJSProperty('value', 0, { timeout: runMs })
  await until('the measured processes to be there', async () => {
    const now = await seenFromOutside(database)
    return now.people === before.people + 1 && now.connections > before.connections
  })
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(status(page)).toHaveText(/^Cancelled: /)
  await until('them to be gone', async () => {
    const now = await seenFromOutside(database)
    return now.people === before.people && now.connections <= before.connections
  })
  const giveUp = new AbortController()
  const again = await startRun(app, giveUp.signal) // nothing is running any more
  expect(again.status).toBe(200)
  giveUp.abort()
})

test('one run at a time: the next one is refused', async ({ page, app, database }) => {
  const giveUp = new AbortController()
  const first = await until('a run to start', async () => {
    const answer = await startRun(app, giveUp.signal)
    return answer.status === 200 ? answer : null
  })
  expect(first.headers.get('content-type')).toBe('application/x-ndjson')
  const answer = await new Client(app).post(runPath, { size: 'quick' })
  expectProblem(answer, 503, 'busy')
  await page.goto('/measure')
  await page.getByRole('button', { name: /^Measure/ }).click()
  await expect(status(page)).toHaveText('Somebody is measuring already. Try again in a minute.')
  giveUp.abort()
  await until('its person to be gone', async () => (await seenFromOutside(database)).people === 0)
})

test('a run is started by a page of the app alone, and nobody chooses anything but its size', async ({
  app,
}) => {
  const client = new Client(app)
  const foreign = { headers: { origin: 'https://elsewhere.example' }, json: { size: 'quick' } }
  expect((await client.send('POST', runPath, foreign)).status).toBe(403)
  for (const body of [{}, { size: 'huge' }, { size: 'quick', url: 'http://127.0.0.1' }])
    expectProblem(await client.post(runPath, body), 422, 'validation_failed')
  expectProblem(await client.get(runPath), 405, 'method_not_allowed')
  expect((await client.get(`${resultsPath}?run=yours`)).status).toBe(422)
  expect((await client.post(resultsPath, {})).status).toBe(405)
  const reference = await client.get(`${resultsPath}?run=reference&format=csv`)
  expect(reference.headers['content-type']).toBe('text/csv; charset=utf-8')
  expect(reference.headers['content-disposition']).toBe('attachment; filename="measurement-reference.csv"')
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the figures, the curves and the sentences are there; nothing is to be pressed', async ({ page }) => {
    await page.goto('/measure?run=reference')
    await expect(page.getByText(/^Shown is the run that came with the code: /)).toBeVisible()
    await expect(page.getByRole('button', { name: /^Measure/ })).toBeHidden()
    await expect(page.getByText(/^The JWT is faster than /).first()).toBeVisible()
    for (const table of await page.getByRole('table').all()) await expect(table).toBeVisible()
    expect(await page.getByRole('table').count()).toBe(7)
    expect(await page.locator('svg .chart-line').count()).toBeGreaterThan(2 * strategyIds.length)
  })
})

test('axe finds nothing, also in the tables that are open, at 360 px', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 900 })
  await page.goto('/measure?run=reference')
  for (const summary of await page.locator('summary').filter({ hasText: 'The numbers' }).all())
    await summary.click()
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([])
})
