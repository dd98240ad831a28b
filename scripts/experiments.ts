import { readFileSync, writeFileSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { format, resolveConfig } from 'prettier'
import { machine } from '@/lib/lab/results'
import packageJson from '@/package.json'
import { launchApp, type App } from '../e2e/support/app'
import { experimentSlugs, runExperiment } from '../e2e/support/experiments'
import { comparisonPage } from './comparison'
import { ensureBrowser } from './testing/browser'

/** `npm run experiments`: runs every experiment in an instance made for it, and writes the run that comes with the code. */

const file = 'lib/lab/results/committed.json'
const page = 'docs/comparison.md'

async function write(filepath: string, text: string) {
  writeFileSync(filepath, await format(text, { ...(await resolveConfig(filepath)), filepath }))
  console.log(`${filepath}, ${readFileSync(filepath).length} bytes`)
}

/** A real browser for the experiments that need one, closed with the run. */
async function inBrowser(url: string, work: Promise<unknown>) {
  const browser = await chromium.launch({ executablePath: ensureBrowser(), args: ['--no-sandbox'] })
  const page = await browser.newPage()
  await page.goto(url)
  void work.finally(() => browser.close()).catch(() => {})
}

async function run(app: App, slug: string) {
  const running: Promise<Awaited<ReturnType<typeof runExperiment>>> = runExperiment(app, slug, (url) =>
    inBrowser(url, running),
  )
  const outcomes = await running
  console.log(
    slug.padEnd(28),
    Object.values(outcomes)
      .map(({ verdict }) => verdict)
      .join(' | '),
  )
  return { at: new Date().toISOString(), version: packageJson.version, machine: machine(), outcomes }
}

async function runAll(app: App) {
  const all: Record<string, Awaited<ReturnType<typeof run>>> = {}
  for (const slug of await experimentSlugs(app)) all[slug] = await run(app, slug)
  return all
}

/** What the app wrote of the lab: why an experiment could not be tried. */
const linesOfTheLab = (log: string) =>
  log
    .split('\n')
    .filter((line) => line.includes('lab.'))
    .join('\n')

const app = await launchApp()
try {
  const all = await runAll(app)
  await write(file, JSON.stringify(all))
  await write(page, comparisonPage(all))
} catch (error) {
  console.error(linesOfTheLab(app.log()))
  throw error
} finally {
  await app.stop()
}
