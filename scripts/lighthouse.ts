import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { launch } from 'chrome-launcher'
import lighthouse, { desktopConfig, type Config, type Flags, type RunnerResult } from 'lighthouse'
import { WebSocket, type MessageEvent } from 'undici'
import { launchApp, type App } from '../e2e/support/app'
import { makePerson, signedIn } from '../e2e/support/people'
import { prepareClient } from './launch/generated-client'
import { buildApp } from './launch/build'
import { median } from './cost/load'
import { ensureBrowser } from './testing/browser'

/**
 * `npm run lighthouse`: the pages as a phone loads them, and as a desktop does. Each is loaded three times, and the median
 * counts; a category below 98 on a phone, or on a desktop, ends with exit code 1. `artifacts/lighthouse` has the reports.
 */

const folder = 'artifacts/lighthouse'
const least = 98
const runs = Number(process.env.RUNS ?? 3)
const categories = ['performance', 'accessibility', 'best-practices', 'seo']

const pages = [
  { path: '/', name: 'home', isSignedIn: false },
  { path: '/sign-in', name: 'sign-in', isSignedIn: false },
  { path: '/account', name: 'account', isSignedIn: true },
  { path: '/compare', name: 'compare', isSignedIn: true },
]
type Page = (typeof pages)[number]

/** `undefined`: Lighthouse's own, a slow phone. */
const devices: { device: string; config: Config | undefined }[] = [
  { device: 'phone', config: undefined },
  { device: 'desktop', config: desktopConfig },
]

/** name and value */
type Cookies = [string, string][]
type Run = { scores: number[]; reports: string[]; failed: string[] }

/** By the protocol of the browser's developer tools. Nobody else may stay connected: Lighthouse drives the browser. */
async function setCookies(port: number, cookies: Cookies, url: string) {
  const version = (await (await fetch(`http://127.0.0.1:${port}/json/version`)).json()) as Version
  const socket = new WebSocket(version.webSocketDebuggerUrl)
  await once(socket, 'open')
  const params = { cookies: cookies.map(([name, value]) => ({ name, value, url })) }
  socket.send(JSON.stringify({ id: 1, method: 'Storage.setCookies', params }))
  const [answer] = (await once(socket, 'message')) as [MessageEvent<string>]
  socket.close()
  if (answer.data.includes('"error"')) throw new Error(`No cookies: ${answer.data}`)
}

type Version = { webSocketDebuggerUrl: string }

/** A browser that was never anywhere, with these cookies. */
async function openBrowser(url: string, cookies: Cookies) {
  const chrome = await launch({
    chromePath: ensureBrowser(),
    chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic'],
  })
  if (cookies.length > 0) await setCookies(chrome.port, cookies, url)
  return chrome
}

/** @throws Error when Lighthouse could not load the page, or another one came */
async function runOnce(url: string, cookies: Cookies, config: Config | undefined): Promise<Run> {
  const chrome = await openBrowser(url, cookies)
  const flags: Flags = {
    port: chrome.port,
    output: ['html', 'json'],
    logLevel: 'error',
    disableStorageReset: true, // it is empty, but for the cookies
  }
  const result: RunnerResult | undefined = await lighthouse(url, flags, config).finally(() => chrome.kill())
  if (!result || result.lhr.runtimeError) throw new Error(`${url}: ${result?.lhr.runtimeError?.message}`)
  const { lhr, report } = result
  if (lhr.finalDisplayedUrl !== url) throw new Error(`${url} led to ${lhr.finalDisplayedUrl}`)
  const failed = Object.values(lhr.audits)
    .filter(({ score }) => score !== null && score < 0.9)
    .map(({ id }) => id)
  const scores = categories.map((name) => Math.round((lhr.categories[name]?.score ?? 0) * 100))
  return { scores, reports: [report].flat(), failed }
}

/** Writes the reports of the run whose performance is the median. @returns a line of the table, and whether it is good */
async function measure(app: App, page: Page, cookies: Cookies, { device, config }: (typeof devices)[number]) {
  const all: Run[] = []
  for (let done = 0; done < runs; done += 1) all.push(await runOnce(app.url + page.path, cookies, config))
  const scores = categories.map((_, at) => median(all.map((run) => run.scores[at]!)))
  const typical = all.find((run) => run.scores[0] === scores[0])!
  typical.reports.forEach((report, at) =>
    writeFileSync(`${folder}/${page.name}-${device}.${at === 0 ? 'html' : 'json'}`, report),
  )
  const failed = [...new Set(all.flatMap((run) => run.failed))]
  console.log(`| ${page.path} | ${device} | ${scores.join(' | ')} | ${failed.join(', ')} |`)
  return scores.every((score) => score >= least)
}

async function main(app: App): Promise<boolean> {
  const { jar } = await signedIn(app, await makePerson(app))
  const goods: boolean[] = []
  console.log(`| page | device | ${categories.join(' | ')} | below 90 |\n|---|---|---|---|---|---|---|`)
  for (const page of pages)
    for (const device of devices)
      goods.push(await measure(app, page, page.isSignedIn ? [...jar] : [], device))
  return goods.every(Boolean)
}

mkdirSync(folder, { recursive: true })
const forever = new AbortController().signal
await prepareClient(forever)
await buildApp(forever)
const app = await launchApp()
try {
  process.exitCode = (await main(app)) ? 0 : 1
} finally {
  await app.stop()
}
