import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

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
