import { spawnSync } from 'node:child_process'
import { chromium } from '@playwright/test'

/** Where systems keep theirs; a bare name is looked up in PATH. */
const known = [
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

const runs = (program: string) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0

/** Playwright wants a path, also for what PATH finds. */
const pathOf = (program: string) =>
  program.includes('/') ? program : spawnSync('which', [program], { encoding: 'utf8' }).stdout.trim()

function firstThatRuns(candidates: (string | undefined)[]): string | undefined {
  const found = candidates.find((program) => program && runs(program))
  return found && pathOf(found)
}

/** CHROMIUM_PATH, else Playwright's own, else the system's; undefined when none of them runs. */
export const findBrowser = () =>
  firstThatRuns([process.env.CHROMIUM_PATH, chromium.executablePath(), ...known])

/**
 * For the suite: the same engine without windows and settings, where it is installed, since it opens a context in a third
 * of the time; else what `findBrowser` finds. CHROMIUM_PATH decides.
 */
export const findTestBrowser = () =>
  process.env.CHROMIUM_PATH ? findBrowser() : (firstThatRuns(['chromium-headless-shell']) ?? findBrowser())

const attempts: [program: string, ...args: string[]][] = [
  ['npx', 'playwright', 'install', 'chromium'],
  ['npx', 'playwright', 'install-deps', 'chromium'],
  ['apt-get', 'update'],
  ['apt-get', 'install', '-y', 'chromium', 'chromium-headless-shell', 'libnss3-tools'],
  ['apt-get', 'install', '-y', 'chromium'],
]

const attemptTimeoutMs = 5 * 60_000

/** Finds a browser or installs one: Playwright's download, else the system's package manager (as root).
 *  @throws Error saying what to do */
export function ensureBrowser(): string {
  const isRoot = process.getuid?.() === 0
  for (const [program, ...args] of attempts) {
    const found = findBrowser()
    if (found) return found
    if (isRoot || args.includes('install'))
      spawnSync(program, args, { stdio: 'ignore', timeout: attemptTimeoutMs })
  }
  const found = findBrowser()
  if (!found) throw new Error('No Chromium here and none could be installed: set CHROMIUM_PATH to one.')
  return found
}
