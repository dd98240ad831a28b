import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { underOurLife } from '../launch/service'
import { one, type Counts, type StepResult } from './outcome'

const environment = () => underOurLife({ ...process.env, FORCE_COLOR: '0', NEXT_TELEMETRY_DISABLED: '1' })

function runOne(command: string[]): Promise<{ output: string; isGood: boolean }> {
  return new Promise((done) => {
    const child = spawn(process.execPath, command, { env: environment(), stdio: ['ignore', 'pipe', 'pipe'] })
    const said: Buffer[] = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk))
    child.once('close', (code) => done({ output: Buffer.concat(said).toString(), isGood: code === 0 }))
  })
}

/** What failed has a failure, also where it never came to counting. */
function counted(isGood: boolean, count: () => Counts): Counts {
  try {
    const counts = count()
    return isGood || counts.failed > 0 ? counts : { ...counts, failed: 1 }
  } catch {
    return one(false)
  }
}

/** Runs programs with Node, one after the other until one fails. What they write is kept in `artifacts/<name>.log`.
 *  @param count how many tests it was, afterwards; absent: it is one test by itself */
export async function runAll(name: string, commands: string[][], count?: () => Counts): Promise<StepResult> {
  let output = ''
  let isGood = true
  for (const command of commands) {
    if (!isGood) break
    const result = await runOne(command)
    output += result.output
    isGood = result.isGood
  }
  writeFileSync(`artifacts/${name}.log`, output)
  return { counts: counted(isGood, count ?? (() => one(isGood))), output }
}
