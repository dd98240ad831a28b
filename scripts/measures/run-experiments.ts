import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chromium, type Browser } from '@playwright/test'
import { readLines } from '@/app/(lab)/read-lines'
import type { Outcome, RunEvent } from '@/lib/lab'
import { strategyIds, type StrategyId } from '@/lib/strategies'
import { launchApp, type App } from '../../e2e/support/app'
import { ensureBrowser } from '../testing/browser'
import type { ShownMeasure } from './shown-measure'
import { switchVariable, writeSwitches } from './switches'

/** What an experiment said of each strategy; nothing of one under which it could not be tried. */
type Outcomes = Partial<Record<StrategyId, Outcome>>

/** By the slug of the experiment. */
type Seen = Record<string, Outcomes>

/** Runs an experiment by its endpoint, as its page does, with a browser of its own where it asks for a window. */
async function runOne({ url, origin }: App, slug: string, browser: Browser): Promise<Outcomes> {
  const address = `${url}/api/lab/experiments/${slug}/run`
  const answer = await fetch(address, { method: 'POST', headers: { origin } })
  if (answer.status !== 200 || !answer.body) throw new Error(`${slug}: answered with ${answer.status}`)
  const context = await browser.newContext() // nothing of the run before is in it
  const outcomes: Outcomes = {}
  for await (const event of readLines<RunEvent>(answer.body)) {
    if (event.type === 'window') await (await context.newPage()).goto(event.url)
    if (event.type === 'outcome') outcomes[event.strategy] = event.outcome
  }
  await context.close()
  return outcomes
}

/** Starts an instance of its own, and runs experiments in it. @param without `what` of a measure; null: whole */
async function runAll(
  folder: string,
  without: string | null,
  slugs: readonly string[],
  browser: Browser,
): Promise<Seen> {
  const app = await launchApp(without === null ? {} : { [switchVariable]: without }, folder)
  try {
    const seen: Seen = {}
    for (const slug of slugs) seen[slug] = await runOne(app, slug, browser)
    return seen
  } finally {
    await app.stop()
  }
}

/** What must be the same in every run on every machine, in a line: the measured values need not. */
function said(outcome: Outcome | undefined): string {
  if (!outcome) return 'no outcome'
  const { verdict, result, seconds } = outcome
  return `${verdict} (${result}${seconds === undefined ? '' : `, ${seconds} s`})`
}

/** A line for each strategy under which the experiment shows the measure. `noticed`: it says what it must, and did not before */
function comparison(
  { experiment, under, becomes }: ShownMeasure['shownBy'][number],
  whole: Seen,
  seen: Seen,
) {
  return under.map((strategy) => {
    const [before, after] = [whole, seen].map((all) => said(all[experiment]?.[strategy]))
    const noticed = before !== after && after!.includes(becomes)
    return { noticed, line: `${experiment}, ${strategy}: ${before} → ${after}` }
  })
}

const slugsOf = (measures: readonly ShownMeasure[]) => [
  ...new Set(measures.flatMap(({ shownBy }) => shownBy.map(({ experiment }) => experiment))),
]

function isNoticed(measure: ShownMeasure, whole: Seen, seen: Seen): boolean {
  const lines = measure.shownBy.flatMap((shown) => comparison(shown, whole, seen))
  const noticed = lines.every((one) => one.noticed)
  console.log(`${noticed ? 'noticed  ' : 'UNNOTICED'} ${measure.what}`)
  for (const one of lines) console.log(`  ${one.noticed ? ' ' : '✗'} ${one.line}`)
  return noticed
}

/** Of an app that does not start, or breaks off: nobody noticed anything. */
function saidNothing(error: Error): Seen {
  console.error(error.message)
  return {}
}

/** One build of the copy for all measures: its modules become switches. @throws Error where it cannot be built */
export async function buildWithSwitches(folder: string, measures: readonly ShownMeasure[]): Promise<void> {
  writeSwitches(folder, measures)
  const args = ['--conditions=react-server', '--import', 'tsx', 'scripts/test.ts', '--only', 'build']
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] })
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error('The app with its switches cannot be built.')
}

/**
 * Takes each measure away, and runs the experiments that show it, each time in an instance of its own. An experiment must
 * say of each strategy that is named what the list says, and something else with every measure in its place, in the same
 * run of this command.
 * @param folder as `buildWithSwitches` left it
 * @returns what an experiment did not notice
 */
export async function unnoticedByExperiments(
  folder: string,
  measures: readonly ShownMeasure[],
): Promise<string[]> {
  const browser = await chromium.launch({ executablePath: ensureBrowser(), args: ['--no-sandbox'] })
  try {
    const whole = await runAll(folder, null, slugsOf(measures), browser)
    for (const [slug, outcomes] of Object.entries(whole))
      if (strategyIds.some((id) => !outcomes[id])) throw new Error(`${slug} cannot be tried as it is.`)
    const unnoticed: string[] = []
    for (const measure of measures) {
      const seen = await runAll(folder, measure.what, slugsOf([measure]), browser).catch(saidNothing)
      if (!isNoticed(measure, whole, seen)) unnoticed.push(measure.what)
    }
    return unnoticed
  } finally {
    await browser.close()
  }
}
