import 'server-only'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import getPort from 'get-port'
import { execute } from '../../testing/scratch-database'
import { placeFor } from '../place'
import { folderFor } from './server'

const program = ['pgbouncer', '/usr/sbin/pgbouncer'].find(
  (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0,
)

/** Tests that need a pgbouncer are skipped elsewhere. */
export const hasPooler = program !== undefined

export type PoolMode = 'transaction' | 'session' | 'statement'

/** Lines of its [pgbouncer] section that differ from a stock one. */
export type PoolerOptions = { mode: PoolMode; lines?: string[] }

/**
 * Starts a pgbouncer before the server of `url`, which listens on this machine, with nothing set but what it cannot do
 * without. It lets in whoever comes with the user and password of `url`.
 * @returns the same url by way of it, what it has logged, and how to end it
 */
export async function startPooler(url: string, { mode, lines = [] }: PoolerOptions) {
  const { hostname, port: serverPort, username, password } = new URL(url)
  const port = await getPort({ host: '127.0.0.1' })
  const place = placeFor(path.join(os.tmpdir(), `bothways-pooler-${process.pid}`))
  const home = folderFor(place, 'bothways-pgbouncer-')
  const userList = path.join(home, 'users.txt')
  const log = path.join(home, 'log')
  const settings = [
    '[databases]',
    `* = host=${hostname} port=${serverPort}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = scram-sha-256',
    `auth_file = ${userList}`,
    `logfile = ${log}`,
    `pool_mode = ${mode}`,
    ...lines,
  ]
  const file = path.join(home, 'pgbouncer.ini')
  writeFileSync(file, `${settings.join('\n')}\n`)
  writeFileSync(userList, `"${username}" "${decodeURIComponent(password)}"\n`)
  const child = spawn(program!, ['-q', file], { ...place.account, stdio: 'ignore' })
  const pooled = Object.assign(new URL(url), { port: String(port) }).href
  const isReady = () => execute(pooled, 'SELECT 1').catch(() => null)
  while (!(await isReady())) {
    if (child.exitCode !== null) throw new Error(`pgbouncer does not start: ${readFileSync(log, 'utf8')}`)
    await delay(25)
  }
  return {
    url: pooled,
    log: () => readFileSync(log, 'utf8'),
    stop: async () => {
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
      rmSync(home, { recursive: true, force: true })
    },
  }
}
