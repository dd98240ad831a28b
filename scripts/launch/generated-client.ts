import { mkdirSync, writeFileSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { createHash } from 'node:crypto'
import { withLock } from '@/lib/db/embedded/lock'
import { programOf, runCommand } from './command'

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

function filesBelow(root: string): string[] {
  if (!existsSync(root)) return []
  if (statSync(root).isFile()) return [root]
  const entries = readdirSync(root, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
}

/** SHA-256 over names and contents of files and folders; what is missing counts as empty.
 *  @param leaveOut files that do not count
 *  @returns base64url */
export function digestOf(roots: string[], leaveOut: (file: string) => boolean = () => false): string {
  const hash = createHash('sha256')
  const files = roots.flatMap(filesBelow).filter((file) => !leaveOut(file))
  for (const file of files.sort()) {
    const content = readFileSync(file)
    hash.update(`${file}\0${content.length}\0`).update(content)
  }
  return hash.digest('base64url')
}

/** What made a result, kept beside it: the digest of its inputs. */
export const readStamp = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined)
