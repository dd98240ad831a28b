import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from './test'

const widths = [360, 768, 1440]
const nameOf = (path: string) => path.replace(/\?.*/, '').replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'home'

/** A page at three widths: nothing wider than the window, no finding of axe, a picture kept. */
export async function look(page: Page, path: string, scheme: 'light' | 'dark') {
  await lookAt(page, nameOf(path), scheme, async () => {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  })
}

/** @param arrive gets to what is looked at, anew for each width */
export async function lookAt(page: Page, name: string, scheme: 'light' | 'dark', arrive = async () => {}) {
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
