import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { withLock } from '@/lib/db/embedded/lock'
import { programOf, runCommand } from './command'
import { digestOf, readStamp } from './digest'

/** Locks of what one checkout makes once for all starts from it. */
export function lockFor(name: string): string {
  const folder = path.resolve('node_modules/.cache/bothways')
  mkdirSync(folder, { recursive: true })
  return path.join(folder, `${name}.lock`)
}

const stamp = 'lib/db/generated/inputs.digest'
const inputs = ['prisma/schema.prisma', 'node_modules/prisma/package.json']

/** Generates the database client when the schema changed.
 *  The generator insists on a native engine that it does not use: any existing program will do. Never for a migration,
 *  which would do nothing and say that all is well. */
export async function prepareClient(signal: AbortSignal): Promise<string> {
  return withLock(lockFor('client'), async () => {
    const digest = digestOf(inputs)
    if (readStamp(stamp) === digest) return 'up to date'
    const env = {
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
    }
    await runCommand('Generating the database client', programOf('prisma'), ['generate'], { env, signal })
    writeFileSync(stamp, digest)
    return 'generated'
  })
}
