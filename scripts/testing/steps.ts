import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { buildApp } from '../launch/build'
import { prepareClient } from '../launch/generated-client'
import { programOf } from '../launch/command'
import { checkBudgets } from '../pages/budgets'
import { ensureBrowser } from './browser'
import { attempt, type StepResult } from './outcome'
import { runAll } from './run'

export type Step = { name: string; run: () => Promise<StepResult> }

const forever = new AbortController().signal

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))

const check = (name: string, ...commands: string[][]): Step => ({ name, run: () => runAll(name, commands) })

const unitReport = z
  .object({
    numPassedTests: z.number(),
    numFailedTests: z.number(),
    numPendingTests: z.number(),
    numTodoTests: z.number(),
  })
  .transform(({ numPassedTests: passed, numFailedTests: failed, numPendingTests, numTodoTests }) => {
    return { passed, failed, skipped: numPendingTests + numTodoTests }
  })

function vitest(project: string): Step {
  const report = `artifacts/${project}.json`
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const command = [programOf('vitest'), 'run', '--project', project, ...reporters]
  return { name: project, run: () => runAll(project, [command], () => unitReport.parse(readJson(report))) }
}

const browserReport = z
  .object({
    stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  })
  .transform(({ stats }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  }))

async function endToEnd(): Promise<StepResult> {
  const browser = await attempt(async () => ensureBrowser())
  if (browser.counts.failed) return browser
  const command = [programOf('playwright'), 'test']
  return runAll('e2e', [command], () => browserReport.parse(readJson('artifacts/e2e.json')))
}

/**
 * All that `npm test` does, row by row. The steps of one row need nothing of each other: as many as there are processors
 * run side by side, since none of them keeps more than one busy; what takes longest begins first.
 */
export const rows: Step[][] = [
  [{ name: 'client', run: () => attempt(() => prepareClient(forever)) }],
  [check('typegen', [programOf('next'), 'typegen'])],
  [
    vitest('database'),
    vitest('unit'),
    check('lint', [programOf('eslint'), '.', '--max-warnings=0']),
    check('types', [programOf('tsc'), '--noEmit']),
    check('format', [programOf('prettier'), '--check', '.']),
    check('unused', [programOf('knip')]),
  ],
  [{ name: 'build', run: () => attempt(() => buildApp(forever)) }],
  [{ name: 'budgets', run: () => attempt(checkBudgets) }],
  [{ name: 'e2e', run: endToEnd }],
]
