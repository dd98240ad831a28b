import 'server-only'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isAlive, ownMark } from './process'

/** Who uses a cluster: one file a user, named by the mark of its process. Called under the cluster's lock. */

let entered = 0

/** @returns the name to leave with */
export function enter(home: string): string {
  const folder = path.join(home, 'users')
  mkdirSync(folder, { recursive: true })
  const name = `${ownMark()}.${entered++}`
  writeFileSync(path.join(folder, name), '')
  return name
}

/** @returns whether somebody alive is left */
export function leave(home: string, name: string): boolean {
  const folder = path.join(home, 'users')
  rmSync(path.join(folder, name), { force: true })
  const names = readdirSync(folder)
  const gone = names.filter((other) => !isAlive(other.slice(0, other.lastIndexOf('.'))))
  for (const other of gone) rmSync(path.join(folder, other), { force: true })
  return names.length > gone.length
}
