import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page, Response } from '@playwright/test'
import { enter, expect, test } from '../flows/browser-test'
import { textsOnlyIn } from '../support/texts'

/**
 * What a browser loads at the pages that every app has, with LAB=on, where there is most to load. Lab code is what is
 * built from these folders. What the start page shows of the experiments is none: the server writes it, as HTML.
 */
const ofTheLab = textsOnlyIn(['app/(lab)/', 'lib/lab/', 'lib/trace/'])
/** OpenTelemetry's own name in the global object. */
const openTelemetry = 'opentelemetry.js.api'

/** Of the style sheets of its pages. What the start page shows of the experiments has its own in everybody's. */
const styles = ['.column-switch', '.wire-lanes']

/** Opens a page and waits until it has asked for nothing more. @returns the scripts and styles that came, by address */
async function codeAt(page: Page, path: string): Promise<Record<string, string>> {
  const addresses = new Set<string>()
  const note = (response: Response) =>
    void (
      ['script', 'stylesheet'].includes(response.request().resourceType()) && addresses.add(response.url())
    )
  page.on('response', note)
  await page.goto(path, { waitUntil: 'networkidle' })
  page.off('response', note)
  // asked for once more: of a page that was left meanwhile the browser has no bodies
  const texts = [...addresses].map(
    async (address) => [new URL(address).pathname, await (await page.request.get(address)).text()] as const,
  )
  return Object.fromEntries(await Promise.all(texts))
}

const foundIn = (code: Record<string, string>) =>
  Object.entries(code).flatMap(([address, source]) =>
    [...ofTheLab, openTelemetry, ...styles]
      .filter((text) => source.includes(text))
      .map((text) => `${address}: ${text}`),
  )

test('the pages of the lab load its code, by the same means', async ({ page }) => {
  expect(ofTheLab.length).toBeGreaterThan(300)
  const found = []
  for (const path of ['/compare', '/wire', '/experiments/tampering']) {
    const here = foundIn(await codeAt(page, path))
    expect(here.length, path).toBeGreaterThan(3)
    found.push(...here)
  }
  for (const style of styles) expect(found.filter((one) => one.endsWith(style))).toHaveLength(1)
})

test('a page that every app has loads none of it', async ({ page, person }) => {
  const used = []
  for (const path of ['/', '/sign-in', '/sign-up']) used.push(await codeAt(page, path))
  await enter(page, person, 'jwt')
  for (const path of ['/account', '/']) used.push(await codeAt(page, path))
  for (const code of used) expect(Object.keys(code).length).toBeGreaterThan(3)
  expect(used.flatMap(foundIn)).toEqual([])
})

/** The client components that the build knows a page by, of every page below a group of routes. */
function clientModulesOf(group: string): string[] {
  const folder = `.next/server/app/${group}`
  const manifests = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('page_client-reference-manifest.js'),
  )
  const texts = manifests.map((name) => readFileSync(join(folder, name), 'utf8'))
  return texts.flatMap((text) => text.match(/\[project\]\/(app|lib)\/[^" ]+/g) ?? [])
}

test('in the build, no other page has a client component of the lab', () => {
  const isLab = (module: string) => module.startsWith('[project]/app/(lab)/')
  expect(clientModulesOf('(lab)').filter(isLab).length).toBeGreaterThan(5)
  for (const group of ['(home)', '(site)', '(auth)', '(account)']) {
    expect(clientModulesOf(group).length).toBeGreaterThan(5)
    expect(clientModulesOf(group).filter(isLab)).toEqual([])
  }
})
