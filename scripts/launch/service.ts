import { fork, type ChildProcess } from 'node:child_process'
import { get } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { endProcess } from '@/lib/end-process'

const stopTimeoutMs = 10_000

export type Service = { stop: () => Promise<void>; process: ChildProcess; becomeLoud: () => void }

type Options = {
  /** for people: "The app" */
  name: string
  args: string[]
  execArgv?: string[]
  /** added to ours */
  env?: Record<string, string>
  /** called when it ends without having been asked to */
  onLoss: (error: LaunchError) => void
}

/** Keeps what a child says until it is wanted: its greeting would come between the lines of the start. */
function hold(child: ChildProcess) {
  const held: Buffer[] = []
  let isLoud = false
  const take = (out: NodeJS.WriteStream) => (chunk: Buffer) => (isLoud ? out.write(chunk) : held.push(chunk))
  child.stdout?.on('data', take(process.stdout))
  child.stderr?.on('data', take(process.stderr))
  return { said: () => Buffer.concat(held).toString().trimEnd(), becomeLoud: () => (isLoud = true) }
}

/** Starts a program of ours that runs until it is stopped. It is out of reach of the terminal's Ctrl-C, so that we end it
 *  in order; and it ends by itself when we are gone. */
export function startService(
  program: string,
  { name, args, execArgv = [], env = {}, onLoss }: Options,
): Service {
  const child = fork(program, args, {
    env: underOurLife({ ...process.env, ...env }),
    execArgv,
    detached: true,
    silent: true,
  })
  const { said, becomeLoud } = hold(child)
  let isEnding = false
  child.once('exit', (code, signal) => {
    if (!isEnding)
      onLoss(
        new LaunchError(`${name} ended unexpectedly (${signal ?? `code ${code}`}).\n${said()}`.trimEnd()),
      )
  })
  const stop = () => {
    isEnding = true
    return endProcess(child, 'SIGTERM', stopTimeoutMs)
  }
  return { stop, process: child, becomeLoud }
}

const timeoutMs = 60_000
const pollMs = 50

/** By a connection of its own: one that stays open would keep a server alive that is to stop.
 *  @returns the status, or undefined when nothing answers */
const statusOf = (url: string): Promise<number | undefined> =>
  new Promise((done) => {
    const request = get(url, { agent: false, timeout: 5_000 }, (response) => {
      response.resume()
      done(response.statusCode)
    })
    request.once('timeout', () => request.destroy())
    request.once('error', () => done(undefined))
  })

/** Waits until a server answers 200.
 *  @throws LaunchError after a minute; the signal's reason when that is aborted */
export async function answering(name: string, url: string, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const status = await statusOf(url)
    signal.throwIfAborted()
    if (status === 200) return
    if (Date.now() > deadline)
      throw new LaunchError(`${name} does not become ready: ${url} answers ${status ?? 'nothing'}.`)
    await delay(pollMs)
  }
}

const preload = pathToFileURL('scripts/launch/end-with-launcher.mjs').href

/** An environment in which every Node process ends soon after this one is gone, even by `kill -9`. */
export function underOurLife(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const options = [env.NODE_OPTIONS, `--import=${preload}`].filter(Boolean).join(' ')
  return { ...env, LAUNCHER_PID: String(process.pid), NODE_OPTIONS: options }
}

/** The start cannot go on: `message` is one sentence for the person who started it. */
export class LaunchError extends Error {}
