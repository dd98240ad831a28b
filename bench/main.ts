import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { machine } from '@/lib/lab/results'
import packageJson from '@/package.json'
import { prepareClient } from '@/scripts/launch/generated-client'
import { sizes, type Bench, type Measure, type Size } from './bench'
import { peerVersions, prepareApp, preparePeers } from './build'
import type { Part } from './figures'
import { Load } from './load'
import { measureDatabase } from './parts/database'
import { measureMicro } from './parts/micro'
import { measureProcesses } from './parts/processes'
import { measureRequests } from './parts/requests'
import { measureRevocations } from './parts/revocations'
import { measureScripts } from './parts/scripts-of-pages'
import { measureSessions } from './parts/sessions'
import { measureSignIns } from './parts/storm'
import { tableOf } from './table'
import { targets, verdictOf } from './targets'
import { variantsOfApp } from './variants/ours'
import { variantsOfPeers } from './variants/peers'
import { SignedIn, WrongAnswer } from './variants/variant'
import { startWorld, type World } from './world'

/**
 * `npm run bench`: what each strategy costs, beside real peers in the same run. `--quick` for a look, `--only requests,micro`
 * for some of the parts. Writes `artifacts/bench/<time>.json` and `artifacts/bench/table.md`.
 */

const parts: Record<string, Measure> = {
  requests: measureRequests,
  'sign-ins': measureSignIns,
  database: measureDatabase,
  processes: measureProcesses,
  revocations: measureRevocations,
  micro: measureMicro,
  scripts: measureScripts,
  sessions: measureSessions, // the last: it leaves a large table behind
}

/** @throws Error naming what there is no part or flag for */
function chosen(): { isQuick: boolean; only: string[] } {
  const { values } = parseArgs({ options: { quick: { type: 'boolean' }, only: { type: 'string' } } })
  const only = values.only === undefined ? Object.keys(parts) : values.only.split(',')
  const unknown = only.find((name) => !(name in parts))
  if (unknown !== undefined) throw new Error(`There is no part ${unknown}: ${Object.keys(parts).join(', ')}`)
  return { isQuick: values.quick === true, only }
}

/** Signs in to everything, and sees that each answers as it must, before anything is measured. */
async function prepared(world: World, load: Load, size: Size): Promise<Bench> {
  const signedIn = new SignedIn()
  const app = variantsOfApp(world.app, world.person)
  const peers = variantsOfPeers(world.peers, world.peersDatabaseUrl, world.person, world.peerPersonId)
  for (const variant of [...app.strategies, ...app.lookups, ...app.pages, ...peers])
    await signedIn.target(variant)
  return { size, world, load, app, peers, signedIn }
}

async function measured(size: Size, only: string[]): Promise<Part[]> {
  const world = await startWorld(size.people)
  const load = new Load()
  const found: Part[] = []
  try {
    const bench = await prepared(world, load, size)
    for (const [name, measure] of Object.entries(parts)) {
      if (!only.includes(name)) continue
      const start = performance.now()
      found.push(await measure(bench))
      console.log(`${name}: ${((performance.now() - start) / 1000).toFixed(0)} s`)
    }
    return found
  } finally {
    load.end()
    await world.end()
  }
}

function write(file: string, text: string) {
  writeFileSync(file, text)
  console.log(file)
}

async function main() {
  const { isQuick, only } = chosen()
  await prepareClient(new AbortController().signal)
  await preparePeers()
  await prepareApp()
  const start = performance.now()
  const size = isQuick ? sizes.quick : sizes.full
  const found = await measured(size, only)
  const seconds = Math.round((performance.now() - start) / 1000)
  const at = new Date().toISOString()
  const versions = {
    bothways: packageJson.version,
    next: packageJson.dependencies.next,
    peers: peerVersions(),
  }
  const about = `${at}, ${isQuick ? '`--quick`' : 'in full'}, ${seconds} s. ${machine()}.`
  const verdicts = found
    .flatMap(({ figures }) => figures)
    .flatMap((one) => {
      const target = targets.get(one.name)
      return target ? [{ name: one.name, target, verdict: verdictOf(one, target) }] : []
    })
  const folder = 'artifacts/bench'
  mkdirSync(folder, { recursive: true })
  const table = tableOf(about, found)
  console.log(`\n${table}`)
  const whole = { at, isQuick, seconds, machine: machine(), versions, size, verdicts, parts: found }
  write(path.join(folder, `${at.replaceAll(':', '-')}.json`), `${JSON.stringify(whole, null, 2)}\n`)
  write(path.join(folder, 'table.md'), table)
}

try {
  await main()
} catch (error) {
  if (!(error instanceof WrongAnswer)) throw error
  console.error(error.message)
  process.exitCode = 1
}
