import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { format, resolveConfig } from 'prettier'
import { machine } from '@/lib/lab/results'
import { prepareClient } from '@/scripts/launch/generated-client'
import { measureDatabaseCosts } from '../database-costs'
import { checksOf, complaintsOf } from './checks'
import { extractOf, measuredFile, medians, readMeasured, withParts } from './measured'
import { withTables } from './tables'

/**
 * `npm run simulate`: prints `docs/scale.md` with its tables and writes them there. It takes the measured points out of
 * `bench/reference.json` where that is there, or out of runs of `bench` (`--from a.json,b.json`); `--costs` first measures
 * what statements cost the database (two minutes). Fails, and says where, if the model is too far from what was measured.
 */

const page = 'docs/scale.md'
const reference = 'bench/reference.json'

const { values } = parseArgs({ options: { from: { type: 'string' }, costs: { type: 'boolean' } } })

async function costs() {
  await prepareClient(new AbortController().signal)
  const { title, figures } = await measureDatabaseCosts()
  const at = new Date().toISOString()
  return { title, at, isQuick: false, machine: machine(), figures: medians(figures) }
}

// the settings that have no default; the lifetimes are as they are by default
process.env.AUTH_SECRET ??= randomBytes(33).toString('base64url')
process.env.LOCAL_PROVIDER_SECRET ??= randomBytes(33).toString('base64url')
process.env.AUTH_URL ??= 'http://localhost:3000'
process.env.DATABASE_URL ??= 'postgresql://nobody@127.0.0.1:1/none'

let measured = readMeasured()
for (const file of values.from?.split(',') ?? (existsSync(reference) ? [reference] : []))
  measured = withParts(measured, extractOf(readFileSync(file, 'utf8')))
if (values.costs) measured = withParts(measured, [await costs()])
const style = await resolveConfig(measuredFile)
writeFileSync(measuredFile, await format(JSON.stringify(measured), Object.assign({ parser: 'json' }, style)))

const text = withTables(readFileSync(page, 'utf8'), measured)
writeFileSync(page, text)
console.log(text)
const complaints = complaintsOf(checksOf(measured))
for (const complaint of complaints) console.error(complaint)
if (complaints.length > 0) process.exitCode = 1
