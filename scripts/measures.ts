import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { programOf } from './launch/command'
import { measures, type Measure } from './measures/list'

/**
 * `npm run measures`: takes each measure of `scripts/measures/list.ts` away, in a copy of this checkout, and runs the tests
 * that must notice. Ends with 1 where none did. `npm run measures -- nonce` does those that have the word in their name.
 */

/** Everything that git tracks, as it is now; the packages are shared. */
function copyOfCheckout(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'bothways-measures-'))
  execFileSync('chmod', ['711', folder]) // PostgreSQL's account must get through
  const tracked = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
  })
  for (const file of tracked.split('\0').filter(Boolean)) cpSync(file, path.join(folder, file))
  cpSync('lib/db/generated', path.join(folder, 'lib/db/generated'), { recursive: true })
  execFileSync('cp', ['-al', path.resolve('node_modules'), path.join(folder, 'node_modules')])
  return folder
}

/** @throws Error where the text is not there once: the list is to be brought up to date */
function without({ file, from, to, what }: Measure, text: string): string {
  const parts = text.split(from)
  if (parts.length !== 2) throw new Error(`${what}: ${file} has "${from}" ${parts.length - 1} times`)
  return parts.join(to)
}

async function testsFail(folder: string, files: string[]): Promise<boolean> {
  const args = [programOf('vitest'), 'run', '--project', 'database', '--bail', '1', ...files]
  const child = spawn(process.execPath, args, { cwd: folder, stdio: 'ignore' })
  const [code] = (await once(child, 'close')) as [number | null]
  return code !== 0
}

async function isNoticed(folder: string, measure: Measure): Promise<boolean> {
  const file = path.join(folder, measure.file)
  const good = readFileSync(file, 'utf8')
  writeFileSync(file, without(measure, good))
  try {
    return await testsFail(folder, measure.noticedBy)
  } finally {
    writeFileSync(file, good)
  }
}

async function main(word: string): Promise<number> {
  const chosen = measures.filter(({ what }) => what.includes(word))
  const folder = copyOfCheckout()
  const unnoticed: string[] = []
  try {
    const files = [...new Set(chosen.flatMap(({ noticedBy }) => noticedBy))]
    if (await testsFail(folder, files)) throw new Error('The tests fail with every measure in its place.')
    for (const measure of chosen) {
      const noticed = await isNoticed(folder, measure)
      console.log(`${noticed ? 'noticed  ' : 'UNNOTICED'} ${measure.what}`)
      if (!noticed) unnoticed.push(measure.what)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  console.log(`${chosen.length} measures taken away, ${unnoticed.length} unnoticed`)
  return unnoticed.length
}

main(process.argv[2] ?? '').then(
  (unnoticed) => (process.exitCode = unnoticed > 0 ? 1 : 0),
  (error: Error) => {
    console.error(error.message)
    process.exitCode = 1
  },
)
