import 'server-only'
import { mkdirSync, writeFileSync } from 'node:fs'

/** What a suite observed, strategy by strategy: the comparison is made from this, not from memory. */
const observed: Record<string, Record<string, string>> = {}

export function observe(row: string, strategy: string, outcome: string) {
  ;(observed[row] ??= {})[strategy] = outcome
}

/** @param name of the suite, and so of the file in `artifacts` */
export function writeOutcomes(name: 'contract' | 'cross-feed') {
  mkdirSync('artifacts', { recursive: true })
  writeFileSync(`artifacts/${name}.json`, JSON.stringify(observed, null, 2) + '\n')
}
