import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { format, resolveConfig } from 'prettier'
import { readLines } from '@/app/(lab)/read-lines'
import type { MeasureEvent } from '@/lib/lab/measure/run-measurement'
import { launchApp, type App } from '../e2e/support/app'

/**
 * `npm run measure`: what `/measure` does, in an instance made for it, without a page. `--quick` for a look; `--commit`
 * writes the run that comes with the code.
 */

const file = 'lib/lab/results/measurement.json'

/** @throws Error where it does not come to its end */
async function run(app: App, size: 'quick' | 'full') {
  const answer = await fetch(`${app.url}/api/lab/measure/run`, {
    method: 'POST',
    headers: { origin: app.origin, 'content-type': 'application/json' },
    body: JSON.stringify({ size }),
  })
  if (answer.status !== 200 || !answer.body) throw new Error(`Answered with ${answer.status}`)
  for await (const event of readLines<MeasureEvent>(answer.body)) {
    if (event.type === 'end') return
    if (event.type === 'failed') throw new Error('The run failed')
    console.log(`${String(event.done).padStart(3)} % ${event.text}`)
  }
  throw new Error('The run broke off')
}

const { values } = parseArgs({ options: { quick: { type: 'boolean' }, commit: { type: 'boolean' } } })
const app = await launchApp()
try {
  await run(app, values.quick === true ? 'quick' : 'full')
  const text = await (await fetch(`${app.url}/api/lab/measure/results?run=last&format=json`)).text()
  if (values.commit === true) {
    writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }))
    console.log(file)
  } else console.log(text)
} catch (error) {
  console.error(app.log())
  throw error
} finally {
  await app.stop()
}
