import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { programOf } from '../launch/command'
import { withEdit } from './checkout'
import type { Measure } from './list'

/** Whether one of these test files fails in a copy of the checkout. */
async function testsFail(folder: string, files: string[]): Promise<boolean> {
  const args = [programOf('vitest'), 'run', '--project', 'database', '--bail', '1', ...files]
  const child = spawn(process.execPath, args, { cwd: folder, stdio: 'ignore' })
  const [code] = (await once(child, 'close')) as [number | null]
  return code !== 0
}

/**
 * Takes each measure away, and runs the tests that must notice.
 * @returns what no test noticed
 * @throws Error where the tests fail with every measure in its place
 */
export async function unnoticedByTests(folder: string, measures: readonly Measure[]): Promise<string[]> {
  const files = [...new Set(measures.flatMap(({ noticedBy }) => noticedBy))]
  if (await testsFail(folder, files)) throw new Error('The tests fail with every measure in its place.')
  const unnoticed: string[] = []
  for (const measure of measures) {
    const noticed = await withEdit(folder, measure, () => testsFail(folder, measure.noticedBy))
    console.log(`${noticed ? 'noticed  ' : 'UNNOTICED'} ${measure.what}`)
    if (!noticed) unnoticed.push(measure.what)
  }
  return unnoticed
}
