import { mkdirSync, rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createProgress } from './launch/progress'
import { inWords, sum, type Counts } from './testing/outcome'
import { steps } from './testing/steps'

/** `npm test`: everything. `npm test -- --only unit,lint`: these steps. It goes on after a failure, to report all. */

const { only } = parseArgs({ options: { only: { type: 'string' } } }).values
const names = only?.split(',') ?? steps.map(({ name }) => name)
const unknown = names.find((name) => !steps.some((step) => step.name === name))

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130)) // children follow

async function runAll(): Promise<Counts> {
  const { step, say } = createProgress(new AbortController().signal)
  const all: Counts[] = []
  for (const { name, run } of steps) {
    if (!names.includes(name)) continue
    const { counts, output } = await step(name, async () => {
      const outcome = await run()
      return { ...outcome, said: inWords(outcome.counts) }
    })
    if (counts.failed) say(output)
    all.push(counts)
  }
  return sum(all)
}

if (unknown) {
  console.error(`There is no step "${unknown}", only ${steps.map(({ name }) => name).join(', ')}.`)
  process.exit(2)
}
rmSync('artifacts', { recursive: true, force: true })
mkdirSync('artifacts', { recursive: true })
const total = await runAll()
console.log(inWords(total))
process.exit(total.failed ? 1 : 0)
