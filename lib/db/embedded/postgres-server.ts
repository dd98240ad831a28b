import 'server-only'
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import type pg from 'pg'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { newClient } from '../connection'
import type { Place } from './place'
import { inspect } from './process'

const stopTimeoutSeconds = 30
const runFile = promisify(execFile)

/** `durable: false` is for tests: fast, and whatever was acknowledged is lost with the machine (not with the process). */
export type ServerOptions = { port: number; durable: boolean }

const settings = ({ port, durable }: ServerOptions) => [
  `port=${port}`,
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'log_error_verbosity=terse', // a DETAIL quotes the row
  'log_checkpoints=off',
  ...(durable ? [] : ['fsync=off', 'full_page_writes=off']),
]

/** Starts the server in a session of its own: neither Ctrl-C nor our death reaches it. */
export function launch({ binaries, account, cluster, home }: Place, options: ServerOptions): ChildProcess {
  const log = openSync(path.join(home, 'log'), 'w')
  const given = settings(options).flatMap((setting) => ['-c', setting])
  const child = spawn(binaries.postgres, ['-D', cluster, ...given], {
    ...account,
    detached: true,
    stdio: ['ignore', log, log],
  })
  child.on('error', () => {}) // shows as an exit
  child.unref()
  closeSync(log)
  return child
}

/** What the server said last, for an error message. */
export function lastWords({ home }: Place): string {
  const lines = readFileSync(path.join(home, 'log'), 'utf8').trim().split('\n')
  return lines.findLast((line) => /FATAL|PANIC|error/.test(line)) ?? lines.at(-1) ?? ''
}

/** The port of the running server, from the file that PostgreSQL keeps.
 *  The file outlives a `kill -9`, and its pid may be a zombie or somebody else by now: then it is removed, for PostgreSQL
 *  itself would refuse to start. Called under the place's lock. */
export function runningPort({ cluster }: Place): number | undefined {
  const file = path.join(cluster, 'postmaster.pid')
  let lines: string[]
  try {
    lines = readFileSync(file, 'utf8').split('\n')
  } catch {
    return undefined
  }
  if (inspect(Number(lines[0]))?.command.includes(cluster)) return Number(lines[3])
  rmSync(file, { force: true })
  return undefined
}

/** Ends connections, writes everything out, returns when the server is gone. No error if it already was. */
export async function shutDown(place: Place): Promise<void> {
  if (runningPort(place) === undefined) return
  const options = ['stop', '-D', place.cluster, '-m', 'fast', '-w', '-t', String(stopTimeoutSeconds)]
  await runFile(place.binaries.pgCtl, options, place.account)
}

const connectTimeoutMs = 2_000

/** Opened, or rejected; the caller ends it. A broken connection shows in the next query and in the event 'end'. */
export async function connect(url: string): Promise<pg.Client> {
  const client = newClient(url, { connectTimeoutMs })
  await client.connect()
  return client
}

/** Readiness is a real query: a process or an open port says nothing. */
export async function answer(url: string): Promise<'ready' | 'silent' | 'wrong password'> {
  try {
    const client = await connect(url)
    await client.query('SELECT 1').finally(() => client.end())
    return 'ready'
  } catch (error) {
    return (error as { code?: string }).code === '28P01' ? 'wrong password' : 'silent'
  }
}

const retryMs = 250

type Watch = {
  url: string
  /** brings the server back; rejects when it could not */
  revive: () => Promise<void>
  report: (message: string) => void
}

/** Keeps one idle connection open: that it breaks is the news. @returns how to end the watch */
export function supervise({ url, revive, report }: Watch): () => Promise<void> {
  const ending = new AbortController()
  const { signal } = ending
  let client: pg.Client | undefined

  async function watch() {
    client = await connect(url)
    if (signal.aborted) return client.end()
    await once(client, 'end')
  }

  async function keep() {
    while (!signal.aborted) {
      await watch().catch(() => {})
      if (signal.aborted) return
      try {
        await revive()
      } catch (error) {
        report((error as Error).message)
        await delay(retryMs, undefined, { signal }).catch(() => {})
      }
    }
  }

  const kept = keep()
  return async () => {
    ending.abort()
    await client?.end()
    await kept
  }
}
