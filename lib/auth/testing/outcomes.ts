import 'server-only'
import { mkdirSync, writeFileSync } from 'node:fs'

/** What the contract suite observed, strategy by strategy: the comparison is made from this, not from memory. */
const observed: Record<string, Record<string, string>> = {}

export function observe(row: string, strategy: string, outcome: string) {
  ;(observed[row] ??= {})[strategy] = outcome
}

export function writeOutcomes() {
  mkdirSync('artifacts', { recursive: true })
  writeFileSync('artifacts/contract.json', JSON.stringify(observed, null, 2) + '\n')
}
