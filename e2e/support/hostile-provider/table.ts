import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter'
import { outcomeType, type Row } from './outcome'

const file = 'artifacts/hostile-provider.json'
const order = (a: Row, b: Row) => a.module.localeCompare(b.module) || a.attack.localeCompare(b.attack)

/** Writes what the attacks of this run came to. A run without any leaves the table of the last one alone. */
export default class OutcomeTable implements Reporter {
  private readonly rows: (Row & { test: string })[] = []

  onTestEnd(_test: TestCase, { annotations, status }: TestResult) {
    for (const { type, description = '' } of annotations)
      if (type === outcomeType) this.rows.push({ ...(JSON.parse(description) as Row), test: status })
  }

  onEnd() {
    if (this.rows.length === 0) return
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, `${JSON.stringify(this.rows.toSorted(order), null, 2)}\n`)
  }
}
