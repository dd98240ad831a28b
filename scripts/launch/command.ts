import { spawn } from 'node:child_process'
import path from 'node:path'
import { LaunchError, underOurLife } from './service'

/** A program of our packages, to be run with this very Node. */
export const programOf = (name: string) => path.resolve('node_modules/.bin', name)

type Options = { env?: Record<string, string>; signal: AbortSignal }

/** Runs a program to its end, quietly.
 *  @param env added to ours
 *  @throws LaunchError with all that it said, when it fails */
export function runCommand(
  name: string,
  program: string,
  args: string[],
  { env = {}, signal }: Options,
): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [program, ...args], {
      env: underOurLife({ ...process.env, ...env }),
      signal,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const said: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk))
    child.once('error', fail)
    child.once('close', (code) => {
      if (code === 0) return done()
      fail(new LaunchError(`${name} failed.\n${Buffer.concat(said).toString().trimEnd()}`))
    })
  })
}
