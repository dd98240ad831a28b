import { mkdirSync, rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createProgress } from './launch/progress'
import { inWords, sum, type Counts } from './testing/outcome'
import { rows } from './testing/steps'

/** `npm test`: everything. `npm test -- --only unit,lint`: these steps. It goes on after a failure, to report all. */

const { only } = parseArgs({ options: { only: { type: 'string' } } }).values
const all = rows.flat().map(({ name }) => name)
const names = only?.split(',') ?? all
const unknown = names.find((name) => !all.includes(name))

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130)) // children follow

async function runAll(): Promise<Counts> {
  const { step, say } = createProgress(new AbortController().signal)
  const counts: Counts[] = []
  for (const row of rows) {
    const asked = row.filter(({ name }) => names.includes(name))
    const outcomes = asked.map(({ name, run }) =>
      step(name, async () => {
        const outcome = await run()
        return { counts: outcome.counts, output: outcome.output, said: inWords(outcome.counts) }
      }),
    )
    for (const outcome of await Promise.all(outcomes)) {
      if (outcome.counts.failed) say(outcome.output)
      counts.push(outcome.counts)
    }
  }
  return sum(counts)
}

if (unknown) {
  console.error(`There is no step "${unknown}", only ${all.join(', ')}.`)
  process.exit(2)
}
rmSync('artifacts', { recursive: true, force: true })
mkdirSync('artifacts', { recursive: true })
const total = await runAll()
console.log(inWords(total))
process.exit(total.failed ? 1 : 0)
