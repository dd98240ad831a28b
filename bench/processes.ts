import { spawn, type ChildProcess } from 'node:child_process'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import getPort from 'get-port'
import { underOurLife } from '@/scripts/launch/service'
import { endProcess } from '@/lib/end-process'

export type Server = {
  /** without a path */
  url: string
  pid: number
  /** from the call of `spawn` to the first 200, milliseconds */
  readyMs: number
  /** all that it has written so far */
  log: () => string
  stop: () => Promise<void>
}

type Settings = Record<string, string>

const patienceMs = 60_000
const pollMs = 5

/** Nothing of the surrounding run leaks in. */
const surroundings = () =>
  Object.fromEntries(
    ['PATH', 'HOME', 'TMPDIR', 'LANG', 'SystemRoot'].flatMap((name) =>
      process.env[name] ? [[name, process.env[name]]] : [],
    ),
  )

/** The environment of a process that ends with this one. @param settings variables over those of the system */
export const environment = (settings: Settings): NodeJS.ProcessEnv =>
  underOurLife({ ...surroundings(), ...settings, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' })

async function answers(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { headers: { connection: 'close' } })
    await answer.arrayBuffer()
    return answer.status === 200
  } catch {
    return false
  }
}

async function untilReady(url: string, child: ChildProcess, log: () => string) {
  const deadline = Date.now() + patienceMs
  while (!(await answers(url))) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`${url} does not answer:\n${log()}`)
    await delay(pollMs)
  }
}

/**
 * Starts `next start` of what was built in a folder.
 * @param readyPath answers 200 as soon as it can be asked
 * @param settings of its origin: they are of the port that it gets
 * @throws Error with all that it said, if it does not answer within a minute
 */
export async function startNext(
  folder: string,
  readyPath: string,
  settings: (url: string) => Settings,
): Promise<Server> {
  const port = await getPort()
  const url = `http://localhost:${port}`
  const program = path.resolve(folder, 'node_modules/next/dist/bin/next')
  const started = performance.now()
  const child = spawn(process.execPath, [program, 'start', '-p', String(port), '-H', '127.0.0.1'], {
    cwd: folder,
    env: environment(settings(url)),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-20_000)))
  const stop = () => endProcess(child, 'SIGTERM', 5_000)
  try {
    await untilReady(url.replace('localhost', '127.0.0.1') + readyPath, child, () => said)
  } catch (error) {
    await stop()
    throw error
  }
  return { url, pid: child.pid ?? 0, readyMs: performance.now() - started, log: () => said, stop }
}
