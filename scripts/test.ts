import { mkdirSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { createProgress } from './launch/progress'
import { inWords, sum, type Counts } from './testing/outcome'
import { rows, type Step } from './testing/steps'

/** `npm test`: everything. `npm test -- --only unit,lint`: these steps. It goes on after a failure, to report all. */

const { only } = parseArgs({ options: { only: { type: 'string' } } }).values
const all = rows.flat().map(({ name }) => name)
const names = only?.split(',') ?? all
const unknown = names.find((name) => !all.includes(name))

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130)) // children follow

const { step, say } = createProgress(new AbortController().signal)

async function runStep({ name, run }: Step): Promise<Counts> {
  const { outcome } = await step(name, async () => {
    const outcome = await run()
    return { outcome, said: inWords(outcome.counts) }
  })
  if (outcome.counts.failed) say(outcome.output)
  return outcome.counts
}

/** As many at once as there are processors. */
async function runRow(row: Step[]): Promise<Counts> {
  const waiting = row.filter(({ name }) => names.includes(name))
  const counts: Counts[] = []
  async function goOn() {
    for (let next = waiting.shift(); next; next = waiting.shift()) counts.push(await runStep(next))
  }
  await Promise.all(Array.from({ length: availableParallelism() }, goOn))
  return sum(counts)
}

async function runAll(): Promise<Counts> {
  const counts: Counts[] = []
  for (const row of rows) counts.push(await runRow(row))
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
