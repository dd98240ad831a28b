import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from './test'

export const widths = [360, 768, 1440]
const schemes = ['light', 'dark'] as const
const nameOf = (path: string) => path.replace(/\?.*/, '').replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'home'

type Options = { arrange?: (width: number) => Promise<unknown>; axeAt?: number[] }

/** Opens a page and looks at it, as `lookAt` does. */
export async function look(page: Page, path: string) {
  await page.goto(path)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await lookAt(page, nameOf(path))
}

/**
 * The page that is open, at three widths and in both themes: nothing wider than the window, a picture kept of each in
 * `artifacts/pages`, no finding of axe in either theme at the widest. It is loaded once: the window changes, and what
 * the system prefers.
 * @param options.arrange called at each width, for what has to be done there first
 * @param options.axeAt the widths at which axe looks, where what is shown differs from width to width
 */
export async function lookAt(page: Page, name: string, { arrange, axeAt = [1440] }: Options = {}) {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 })
    await arrange?.(width)
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme })
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(overflow, `${name} at ${width} px`).toBeLessThanOrEqual(0)
      await page.screenshot({
        path: `artifacts/pages/${name}-${width}-${colorScheme}.png`,
        fullPage: true,
        animations: 'disabled', // colours that are on their way from one theme to the other are at their end
      })
      if (axeAt.includes(width)) await expectAccessible(page)
    }
  }
}

/** No finding of axe. */
async function expectAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}
