import 'server-only'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { StrategyId } from '@/lib/auth'
import { env } from '@/lib/env'
import { logFailure } from '@/lib/log'
import packageJson from '@/package.json'
import type { Outcome } from '../experiments/contract'
import committed from './committed.json'
import { machine } from './machine'
import { run, type Run } from './run'

const file = () => path.join(env().DATA_DIR, 'lab', 'last-run.json')

async function ownRun(): Promise<Run> {
  try {
    return run.parse(JSON.parse(await readFile(file(), 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') logFailure('lab.last_run', error)
    return {}
  }
}

/** What was observed last: here, or, outside the lab and where nobody has run it yet, in the run that came with the code. */
export async function lastRun(): Promise<Run> {
  return { ...run.parse(committed), ...(env().LAB && (await ownRun())) }
}

let writing: Promise<unknown> = Promise.resolve()

/** One at a time, whole or not at all. */
export function keepOutcomes(slug: string, outcomes: Partial<Record<StrategyId, Outcome>>): Promise<void> {
  const write = async () => {
    const at = new Date().toISOString()
    const all = {
      ...(await ownRun()),
      [slug]: { at, version: packageJson.version, machine: machine(), outcomes },
    }
    await mkdir(path.dirname(file()), { recursive: true, mode: 0o700 })
    await writeFile(`${file()}.new`, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 })
    await rename(`${file()}.new`, file())
  }
  const written = writing.then(write, write)
  writing = written
  return written
}
