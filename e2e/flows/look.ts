import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from './browser-test'

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
 * The page that is open: at three widths nothing wider than the window, at the widest no finding of axe in either theme.
 * It is loaded once: the window changes, and what the system prefers. `npm run pictures` keeps a picture of each in
 * `artifacts/pages`, for people.
 * @param options.arrange called at each width, for what has to be done there first
 * @param options.axeAt the widths at which axe looks, where what is shown differs from width to width
 */
export async function lookAt(page: Page, name: string, { arrange, axeAt = [1440] }: Options = {}) {
  for (const width of widths) {
    await expectToFit(page, name, width, arrange)
    for (const colorScheme of schemes) {
      if (!keepsPictures && !axeAt.includes(width)) continue
      await page.emulateMedia({ colorScheme })
      await page.evaluate(endTransitions)
      await keepPicture(page, `${name}-${width}-${colorScheme}`)
      if (axeAt.includes(width)) await expectAccessible(page, colorScheme)
    }
  }
}

/** At this width nothing is wider than the window, once `arrange` has done there what has to be done first. */
export async function expectToFit(page: Page, name: string, width: number, arrange?: Options['arrange']) {
  await page.setViewportSize({ width, height: 900 })
  await arrange?.(width)
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow, `${name} at ${width} px`).toBeLessThanOrEqual(0)
}

/** Colours that are on their way from one theme to the other are at their end. */
function endTransitions() {
  for (const animation of document.getAnimations())
    if (animation.effect?.getComputedTiming().iterations !== Infinity) animation.finish()
}

const keepsPictures = process.env.PICTURES === '1'

/** For people, where they asked for it. */
export async function keepPicture(page: Page, name: string) {
  if (!keepsPictures) return
  await page.screenshot({ path: `artifacts/pages/${name}.png`, fullPage: true })
}

/** No finding of axe. What the dark theme changes is colours: there it looks at contrast alone. */
async function expectAccessible(page: Page, colorScheme: 'light' | 'dark') {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }) // the rest is not worked out for us
  const { violations } = await (colorScheme === 'dark' ? axe.withRules('color-contrast') : axe).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}
