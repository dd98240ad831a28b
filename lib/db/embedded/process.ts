import 'server-only'
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** `mark` names this run of the process: a pid alone comes back, after a restart of the machine or container at once. */
export type Running = { mark: string; command: string }

function fromProc(pid: number): Running | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, startedAt] = [fields[0], fields[19]]
  if (state === 'Z' || state === 'X') return undefined // a zombie still has its pid
  return {
    mark: `${pid}@${startedAt}`,
    command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '),
  }
}

function fromPs(pid: number): Running | undefined {
  const columns = ['stat=', 'lstart=', 'command='].flatMap((column) => ['-o', column])
  const line = execFileSync('ps', [...columns, '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' })
  const [, state, startedAt, command] = /^(\S+)\s+(\S+ +\S+ +\S+ +[\d:]+ +\d+)\s+(.*)/.exec(line.trim()) ?? []
  if (!state || state.startsWith('Z')) return undefined
  return { mark: `${pid}@${startedAt?.replace(/\W+/g, '-')}`, command: command ?? '' }
}

/** The process that has this pid now; undefined when there is none, or only a zombie. */
export function inspect(pid: number): Running | undefined {
  try {
    return existsSync('/proc/self/stat') ? fromProc(pid) : fromPs(pid)
  } catch {
    return undefined
  }
}

let own: string | undefined

/** The mark of this process. */
export const ownMark = () => (own ??= inspect(process.pid)?.mark ?? `${process.pid}@unknown`)

/** Whether the process that left this mark still runs. */
export const isAlive = (mark: string) => mark === ownMark() || inspect(Number.parseInt(mark))?.mark === mark

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
