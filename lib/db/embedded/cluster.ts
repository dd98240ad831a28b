import 'server-only'
import { execFile, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  writeFileSync,
  statSync,
} from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Place } from './place'

export const role = 'app'
export const database = 'bothways'

const timeoutMs = 120_000
const runFile = promisify(execFile)

/** One way in: our role, from this machine, with its password. The superuser has none and no way in. */
const admission = `host all ${role} 127.0.0.1/32 scram-sha-256\n`

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

/** Gives SQL to a cluster that is not running, in PostgreSQL's single-user mode: no network, no password. */
async function tell({ binaries, account }: Place, cluster: string, statements: string[]) {
  const running = runFile(
    binaries.postgres,
    ['--single', '-D', cluster, '-c', 'exit_on_error=on', '-c', 'log_min_messages=fatal', 'postgres'],
    { ...account, timeout: timeoutMs },
  )
  running.child.stdin?.end(`${statements.join('\n')}\n`)
  await running
}

function emptyFolder(folder: string, account: Place['account']) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  if ('uid' in account) chownSync(folder, account.uid, account.gid)
  chmodSync(folder, 0o700)
}

async function initialise({ binaries, account }: Place, cluster: string, durable: boolean) {
  const encoding = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const zone = ['--set=timezone=UTC', '--set=log_timezone=UTC'] // or it takes the one of this machine
  const options = ['-U', 'postgres', '--auth=reject', ...(durable ? [] : ['--no-sync']), ...encoding, ...zone]
  await runFile(binaries.initdb, ['-D', cluster, ...options], { ...account, timeout: timeoutMs })
  writeFileSync(path.join(cluster, 'pg_hba.conf'), admission)
}

/** Makes the cluster unless it exists: whole, under its final name, or not at all. Called under the place's lock.
 *  @returns whether it was made now */
export async function createCluster(place: Place, password: string, durable = true): Promise<boolean> {
  if (existsSync(place.cluster)) return false
  const unfinished = `${place.cluster}.unfinished`
  emptyFolder(unfinished, place.account)
  await initialise(place, unfinished, durable)
  await tell(place, unfinished, [
    `CREATE ROLE ${role} LOGIN CREATEDB PASSWORD ${quoted(password)}`,
    `CREATE DATABASE ${database} OWNER ${role}`,
  ])
  renameSync(unfinished, place.cluster)
  return true
}

/** For a DATA_DIR whose secrets were lost: the data folder's owner may always set a new password. */
export const changePassword = (place: Place, password: string) =>
  tell(place, place.cluster, [`ALTER ROLE ${role} PASSWORD ${quoted(password)}`])

/** As whom PostgreSQL's programs run: spawn options. Empty: as ourselves. */
export type Account = { uid: number; gid: number; cwd: string } | Record<string, never>

const nobody = 65534

/** PostgreSQL refuses root. A cluster that exists already keeps its owner. */
export function accountFor(cluster: string): Account {
  if (process.getuid?.() !== 0) return {}
  const made = statSync(cluster, { throwIfNoEntry: false })
  return made?.uid ? { uid: made.uid, gid: made.gid, cwd: '/' } : { uid: nobody, gid: nobody, cwd: '/' }
}

/** Whether the account may enter a folder or run a program: asked by trying, which covers modes, owners, ACLs, mounts. */
export function canReach(account: Account, target: string): boolean {
  if (!('uid' in account)) return true
  return (
    spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', target], { ...account, stdio: 'ignore' }).status === 0
  )
}

/** The embedded database cannot be had: `message` is one sentence for the person who started the app. */
export class EmbeddedError extends Error {}
