import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { format, resolveConfig } from 'prettier'
import { machine } from '@/lib/lab/results'
import { prepareClient } from '@/scripts/launch/generated-client'
import { measureDatabaseCosts } from './database-costs'
import { extractOf, measuredFile, readMeasured, withPart, type Measured } from './measured'
import { withTables } from './tables'

/**
 * `npm run simulate`: prints the tables of `docs/scale.md` and writes them there. `--from a.json,b.json` first takes the
 * measured points out of runs of `bench`; `--costs` first measures what statements cost the database (two minutes).
 */

const page = 'docs/scale.md'
const reference = 'bench/reference.json'

const { values } = parseArgs({ options: { from: { type: 'string' }, costs: { type: 'boolean' } } })

async function write(measured: Measured) {
  const style = await resolveConfig(measuredFile)
  writeFileSync(
    measuredFile,
    await format(JSON.stringify(measured), Object.assign({ parser: 'json' }, style)),
  )
}

/** The costs of statements are of no run of `bench`: they stay. */
function takeFrom(files: string[]) {
  const fresh = extractOf(files.map((file) => readFileSync(file, 'utf8')))
  const titles = fresh.parts.map(({ title }) => title)
  const before = existsSync(measuredFile) ? readMeasured().parts : []
  return write({ parts: [...before.filter(({ title }) => !titles.includes(title)), ...fresh.parts] })
}

async function main() {
  // the settings that have no default; the lifetimes are as they are by default
  process.env.AUTH_SECRET ??= randomBytes(33).toString('base64url')
  process.env.LOCAL_PROVIDER_SECRET ??= randomBytes(33).toString('base64url')
  process.env.AUTH_URL ??= 'http://localhost:3000'
  process.env.DATABASE_URL ??= 'postgresql://nobody@127.0.0.1:1/none'
  const files = values.from?.split(',') ?? (existsSync(reference) ? [reference] : [])
  if (files.length > 0) await takeFrom(files)
  if (values.costs) {
    await prepareClient(new AbortController().signal)
    await write(withPart(readMeasured(), await measureDatabaseCosts(), new Date().toISOString(), machine()))
  }
  const text = withTables(readFileSync(page, 'utf8'), readMeasured())
  writeFileSync(page, text)
  console.log(text)
}

await main()
