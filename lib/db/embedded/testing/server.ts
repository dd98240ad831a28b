import 'server-only'
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import getPort from 'get-port'
import { placeFor, type Place } from '../place'
import { execute } from '../../testing/scratch-database'

/** A server that somebody else set up: other zone, other encoding, TLS, other rules of who is let in. Its superuser
 *  `postgres` needs no password. */

const runFile = promisify(execFile)

export type ServerOptions = {
  /** lines of pg_hba.conf, before the superuser's */
  admission?: string[]
  /** name=value, of postgresql.conf */
  settings?: string[]
  /** files of its data folder by name */
  files?: Record<string, string>
  encoding?: string
}

/** A folder of PostgreSQL's account, whoever we are. */
export function folderFor({ account }: Place, prefix: string): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), prefix))
  give(folder, account, 0o755)
  return folder
}

function give(target: string, account: Place['account'], mode: number) {
  chmodSync(target, mode)
  if ('uid' in account) chownSync(target, account.uid, account.gid)
}

async function initialise(
  place: Place,
  data: string,
  { admission = [], files = {}, encoding }: ServerOptions,
) {
  const { binaries, account } = place
  mkdirSync(data)
  give(data, account, 0o700)
  const options = [
    '-U',
    'postgres',
    '--auth=trust',
    '--no-sync',
    '--locale=C',
    `--encoding=${encoding ?? 'UTF8'}`,
  ]
  await runFile(binaries.initdb, ['-D', data, ...options], account)
  const rules = [...admission, 'local all postgres trust', 'host all postgres 127.0.0.1/32 trust']
  for (const [name, content] of Object.entries({ ...files, 'pg_hba.conf': `${rules.join('\n')}\n` })) {
    writeFileSync(path.join(data, name), content)
    give(path.join(data, name), account, 0o600)
  }
}

async function untilReady(url: string, child: ChildProcess) {
  for (;;) {
    if (child.exitCode !== null) throw new Error('The server of the test does not start')
    if (await execute(url, 'SELECT 1').catch(() => null)) return
    await delay(25)
  }
}

/** Starts a server of its own. `url` is of its database `postgres`, as the superuser; `socketFolder` holds its socket. */
export async function startServer(options: ServerOptions = {}) {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'bothways-server-'))
  chmodSync(scratch, 0o711)
  const place = placeFor(scratch)
  const home = folderFor(place, 'bothways-pg-')
  const data = path.join(home, 'data')
  await initialise(place, data, options)
  const port = await getPort({ host: '127.0.0.1' })
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${home}`,
    'fsync=off',
  ]
  const given = [...settings, ...(options.settings ?? [])].flatMap((setting) => ['-c', setting])
  const child = spawn(place.binaries.postgres, ['-D', data, ...given], { ...place.account, stdio: 'ignore' })
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`
  await untilReady(url, child)
  return {
    url,
    port,
    socketFolder: home,
    stop: async () => {
      const gone = once(child, 'exit')
      child.kill('SIGINT')
      await gone
      for (const folder of [home, scratch]) rmSync(folder, { recursive: true, force: true })
    },
  }
}
