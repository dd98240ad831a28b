import 'server-only'
import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'

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
