import { rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { copyOfCheckout } from './measures/checkout'
import { shownMeasures } from './measures/experiments'
import { measures } from './measures/list'
import { buildWithSwitches, unnoticedByExperiments } from './measures/run-experiments'
import { unnoticedByTests } from './measures/run-tests'

/**
 * `npm run measures`: takes each measure away, in a copy of this checkout. Of those of `scripts/measures/list.ts` the tests
 * must notice, of those of `scripts/measures/experiments.ts` the experiments. Ends with 1 where something went unnoticed.
 * `npm run measures -- nonce` does those that have the word in their name or in that of their experiment;
 * `--only tests` and `--only experiments` do one of the lists.
 */

const { values, positionals } = parseArgs({ options: { only: { type: 'string' } }, allowPositionals: true })
const [word = ''] = positionals
const { only } = values

const byTests = only === 'experiments' ? [] : measures.filter(({ what }) => what.includes(word))
const byExperiments =
  only === 'tests'
    ? []
    : shownMeasures.filter(
        ({ what, shownBy }) => what.includes(word) || shownBy.some(({ experiment }) => experiment === word),
      )

async function main(): Promise<number> {
  if (only !== undefined && only !== 'tests' && only !== 'experiments')
    throw new Error('--only takes tests or experiments.')
  const folder = copyOfCheckout()
  const unnoticed: string[] = []
  try {
    if (byTests.length > 0) unnoticed.push(...(await unnoticedByTests(folder, byTests)))
    if (byExperiments.length > 0) {
      await buildWithSwitches(folder, byExperiments)
      unnoticed.push(...(await unnoticedByExperiments(folder, byExperiments)))
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  console.log(`${byTests.length + byExperiments.length} measures taken away, ${unnoticed.length} unnoticed`)
  return unnoticed.length
}

main().then(
  (unnoticed) => (process.exitCode = unnoticed > 0 ? 1 : 0),
  (error: Error) => {
    console.error(error.message)
    process.exitCode = 1
  },
)
