import type { Page } from '@playwright/test'
import { expect, enter, test } from './browser-test'

/** Nothing moves when a page comes alive: who is signed in is in the first bytes of it. */

const paths = ['/', '/account', '/compare', '/sign-in']
const widths = [360, 1440]

/** Every shift since the document began, with what was moved. */
const shifts = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<{ value: number; moved: string[] }[]>((resolve) => {
        type Shift = PerformanceEntry & { value: number; sources: { node: Node | null }[] }
        const seen: { value: number; moved: string[] }[] = []
        new PerformanceObserver((list) => {
          for (const { value, sources } of list.getEntries() as Shift[])
            seen.push({ value, moved: sources.map(({ node }) => node?.parentElement?.outerHTML ?? '') })
        }).observe({ type: 'layout-shift', buffered: true })
        // two frames are painted after the observer has begun: what was buffered has come by then
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(seen))))
      }),
  )

/** Loaded, alive, and with the parts that come later. */
async function settled(page: Page, path: string) {
  await page.goto(path)
  await page.waitForLoadState('networkidle')
}

for (const width of widths)
  test.describe(`${width} px wide`, () => {
    test.use({ viewport: { width, height: 800 } })

    test('nothing moves for a stranger', async ({ page }) => {
      for (const path of paths.filter((one) => one !== '/account')) {
        await settled(page, path)
        expect(await shifts(page), path).toEqual([])
      }
    })

    test('nothing moves for somebody signed in', async ({ page, person }) => {
      await enter(page, person, 'jwt')
      for (const path of paths) {
        await settled(page, path)
        expect(await shifts(page), path).toEqual([])
      }
    })
  })

test('the observer sees a shift: the page is moved once', async ({ page }) => {
  await settled(page, '/sign-in')
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        document
          .querySelector('main')
          ?.before(Object.assign(document.createElement('p'), { textContent: '.' }))
        requestAnimationFrame(() => requestAnimationFrame(resolve))
      }),
  )
  expect(await shifts(page)).not.toEqual([])
})

test('the sign-in page loads no other script than its HTML names', async ({ page }) => {
  const loaded: string[] = []
  page.on('request', (request) => {
    if (request.resourceType() === 'script') loaded.push(new URL(request.url()).pathname)
  })
  const answer = await page.goto('/sign-in')
  await page.waitForLoadState('networkidle')
  const html = (await answer?.text()) ?? ''
  expect(loaded.filter((path) => !html.includes(`src="${path}"`))).toEqual([])
  expect(loaded.length).toBeGreaterThan(0)
})
