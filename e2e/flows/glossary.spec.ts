import type { Page } from '@playwright/test'
import { experimentSlugs } from '../support/experiments'
import { expect, test } from './browser-test'

/** A word of the glossary is linked where a page uses it first, once, and the link lands. */

const pages = [
  '/',
  '/compare',
  '/wire',
  '/experiments',
  '/read-paths',
  '/tour?step=1',
  '/choose?caller=spa&revocation=minutes',
]

type Link = { id: string; text: string; isInProse: boolean; before: string }

/** The linked words of a page in their order, and what the page's prose says before each. */
const linksOf = (page: Page): Promise<Link[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLAnchorElement>('main a.term')].map((link) => {
      const range = document.createRange()
      range.setStartBefore(link.parentElement!)
      range.setEndBefore(link)
      const around = link.parentElement!.closest('h1, h2, h3, a, button, label, legend, summary, th > a')
      return { id: link.hash.slice(1), text: link.textContent, isInProse: !around, before: range.toString() }
    }),
  )

async function check(page: Page) {
  const links = await linksOf(page)
  expect(new Set(links.map(({ id }) => id)).size, page.url()).toBe(links.length)
  for (const { text, isInProse, before } of links) {
    expect(isInProse, `${page.url()}: ${text}`).toBe(true)
    expect(before.toLowerCase(), page.url()).not.toContain(text.toLowerCase())
  }
  return links
}

test('each page links a word once, at its first use, in prose, and every link lands', async ({
  page,
  app,
}) => {
  test.slow()
  const targets = new Set<string>()
  const slugs = await experimentSlugs(app)
  for (const path of [...pages, ...slugs.map((slug) => `/experiments/${slug}`)]) {
    await page.goto(path)
    for (const { id } of await check(page)) targets.add(id)
  }
  for (const path of pages) {
    await page.goto(path)
    expect((await linksOf(page)).length, path).toBeGreaterThan(0)
  }
  await page.goto('/glossary')
  const entries = await page.evaluate(() =>
    [...document.querySelectorAll('main dl > [id]')].map(({ id }) => id),
  )
  expect([...targets].filter((id) => !entries.includes(id))).toEqual([])
})

test('each flow on the wire links its own words', async ({ page }) => {
  await page.goto('/wire')
  for (const flow of await page.getByRole('radio').all()) {
    await flow.check()
    await check(page)
  }
})

test('a linked word leads to its entry', async ({ page }) => {
  await page.goto('/read-paths')
  await page.getByRole('link', { name: 'renew', exact: true }).click()
  await expect(page).toHaveURL('/glossary#renew')
  await expect(page.locator('#renew')).toBeInViewport()
})
