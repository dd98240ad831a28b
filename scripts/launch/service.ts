import { fork, type ChildProcess } from 'node:child_process'
import { endProcess } from '@/lib/end-process'
import { LaunchError } from './launch-error'
import { underOurLife } from './lifeline'

const stopTimeoutMs = 10_000

export type Service = { stop: () => Promise<void>; process: ChildProcess; becomeLoud: () => void }

type Options = {
  /** for people: "The app" */
  name: string
  args: string[]
  execArgv?: string[]
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
export function startService(program: string, { name, args, execArgv = [], onLoss }: Options): Service {
  const child = fork(program, args, {
    env: underOurLife(process.env),
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
