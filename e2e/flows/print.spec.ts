import type { Page } from '@playwright/test'
import { admin } from '../support/people'
import { idle, sendToAll, signInEverywhere } from './side-by-side'
import { expect, test } from './browser-test'
import { strategyIds } from '@/lib/strategies'

/** On paper: nothing to press, columns beside each other, colours kept. Widths are those of A4 less its margins. */

const portrait = { width: 718, height: 1047 }
const landscape = { width: 1047, height: 718 }

async function paper(page: Page, size: typeof portrait) {
  await page.setViewportSize(size)
  await page.emulateMedia({ media: 'print' })
}

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

test('/compare: a column for each strategy on A4 landscape, in their colours, without buttons', async ({
  page,
}) => {
  await signInEverywhere(page, admin)
  await sendToAll(page, '/api/me')
  await idle(page)
  await paper(page, landscape)
  const heads = page.locator('.columns thead th[data-strategy]')
  const boxes = await heads.evaluateAll((all) => all.map((one) => one.getBoundingClientRect()))
  expect(new Set(boxes.map(({ top }) => top)).size).toBe(1)
  expect(boxes.map(({ left }) => left)).toEqual(boxes.map(({ left }) => left).toSorted((a, b) => a - b))
  await expect(page.getByRole('button').filter({ visible: true })).toHaveCount(0)
  expect(await overflow(page)).toBeLessThanOrEqual(0)
  const edges = await page.locator('.columns td.differs').evaluateAll((cells) =>
    cells.map((cell) => {
      const { borderInlineStartColor, printColorAdjust } = getComputedStyle(cell)
      return { borderInlineStartColor, printColorAdjust }
    }),
  )
  expect(edges.every(({ printColorAdjust }) => printColorAdjust === 'exact')).toBe(true)
  expect(new Set(edges.map(({ borderInlineStartColor }) => borderInlineStartColor)).size).toBe(
    strategyIds.length,
  )
  const pdf = (await page.pdf({ preferCSSPageSize: true, format: 'A4' })).toString('latin1')
  const pages = [...pdf.matchAll(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/g)]
  expect(pages.length).toBeGreaterThan(0)
  for (const [, width, height] of pages) expect(Number(width)).toBeGreaterThan(Number(height))
})

for (const path of [
  '/',
  '/experiments',
  '/experiments/replay-after-sign-out',
  '/choose',
  '/read-paths',
  '/measure',
  '/wire',
])
  test(`${path}: what is compared stands in columns, nothing is cut off, nothing is to be pressed`, async ({
    page,
  }) => {
    await page.goto(path)
    await paper(page, portrait)
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    await expect(page.getByRole('button').filter({ visible: true })).toHaveCount(0)
    const tables = page.locator('.comparison, .ledger')
    for (const table of await tables.all()) expect(await display(table)).toBe('table')
  })

const display = (table: ReturnType<Page['locator']>) => table.evaluate((one) => getComputedStyle(one).display)

test('dark on the screen, light on paper', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto('/compare')
  await page.emulateMedia({ media: 'print' })
  const inks = await page.evaluate(() => getComputedStyle(document.body).color)
  expect(inks).toBe('rgb(28, 29, 26)')
})
