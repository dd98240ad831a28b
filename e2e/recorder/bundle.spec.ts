import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page, Response } from '@playwright/test'
import { enter, expect, test } from '../flows/test'
import { textsOnlyIn } from '../support/texts'

/**
 * What a browser loads at the pages that every app has, with LAB=on, where there is most to load. Lab code is what is
 * built from these folders. What the start page shows of the experiments is none: the server writes it, as HTML.
 */
const ofTheLab = textsOnlyIn(['app/(lab)/', 'lib/lab/', 'lib/trace/'])
/** OpenTelemetry's own name in the global object. */
const openTelemetry = 'opentelemetry.js.api'

/** Opens a page and waits until it has asked for nothing more. @returns the scripts that came, by address */
async function scriptsAt(page: Page, path: string): Promise<Record<string, string>> {
  const came: Response[] = []
  const note = (response: Response) =>
    void (response.request().resourceType() === 'script' && came.push(response))
  page.on('response', note)
  await page.goto(path, { waitUntil: 'networkidle' })
  page.off('response', note)
  const texts = came.map(
    async (response) => [new URL(response.url()).pathname, await response.text()] as const,
  )
  return Object.fromEntries(await Promise.all(texts))
}

const foundIn = (scripts: Record<string, string>) =>
  Object.entries(scripts).flatMap(([address, script]) =>
    [...ofTheLab, openTelemetry].filter((text) => script.includes(text)).map((text) => `${address}: ${text}`),
  )

test('the pages of the lab load its code, by the same means', async ({ page }) => {
  expect(ofTheLab.length).toBeGreaterThan(300)
  for (const path of ['/compare', '/wire', '/experiments/tampering'])
    expect(foundIn(await scriptsAt(page, path)).length, path).toBeGreaterThan(3)
})

test('a page that every app has loads none of it', async ({ page, person }) => {
  const used = []
  for (const path of ['/', '/sign-in', '/sign-up']) used.push(await scriptsAt(page, path))
  await enter(page, person, 'jwt')
  for (const path of ['/account', '/']) used.push(await scriptsAt(page, path))
  for (const scripts of used) expect(Object.keys(scripts).length).toBeGreaterThan(3)
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
  for (const group of ['(site)', '(auth)', '(account)']) {
    expect(clientModulesOf(group).length).toBeGreaterThan(5)
    expect(clientModulesOf(group).filter(isLab)).toEqual([])
  }
})
