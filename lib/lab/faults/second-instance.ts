import 'server-only'
import { spawn, type ChildProcess } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import getPort from 'get-port'
import { endProcess } from '@/lib/end-process'
import { env, environmentWith } from '@/lib/env'

const loopback = '127.0.0.1'
const timeoutMs = 60_000
const stopTimeoutMs = 10_000
const pollMs = 100

export type InstanceOptions = {
  /** variables over those of this process; an empty one counts as absent */
  settings?: Record<string, string>
  /** the URL of a module that it loads first */
  preload?: string
  /** aborted by whoever does not want it any more */
  signal?: AbortSignal
}

/** Another process of this build. @param process of it, to which there is a channel for messages */
export type Instance = { address: string; process: ChildProcess }

/**
 * Runs `work` while another process serves the same build with the same database and, where nothing else is said, the same
 * settings, and knows nothing but those: what a start after a crash knows. It is stopped afterwards, and ends with this
 * process in any case: at the latest when the channel between them closes, where `preload` listens to that.
 * @throws where there is no build: under `npm run dev`; the reason of the signal, where it is aborted before it is ready
 */
export async function withInstance<Result>(
  { settings = {}, preload, signal }: InstanceOptions,
  work: (instance: Instance) => Promise<Result>,
): Promise<Result> {
  if (env().NODE_ENV === 'development') throw new Error('A second instance serves a build: npm start')
  const port = await getPort({ host: loopback })
  const program = process.argv[1]! // what this very process was started with: next
  const first = preload === undefined ? [] : ['--import', preload]
  const args = [...first, program, 'start', '-p', `${port}`, '-H', loopback]
  const options = { env: environmentWith(settings) }
  const child = spawn(process.execPath, args, { ...options, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  try {
    const address = `http://${loopback}:${port}`
    await ready(child, `${address}/readyz`, signal)
    return await work({ address, process: child })
  } finally {
    await endProcess(child, 'SIGTERM', stopTimeoutMs)
  }
}

/** The same with the settings of this process. @param work gets its address */
export const withSecondInstance = <Result>(work: (address: string) => Promise<Result>): Promise<Result> =>
  withInstance({}, ({ address }) => work(address))

const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null

async function ready(child: ChildProcess, url: string, signal: AbortSignal | undefined) {
  const deadline = Date.now() + timeoutMs
  const answers = () =>
    fetch(url).then(
      ({ ok }) => ok,
      () => false,
    )
  while (!(await answers())) {
    signal?.throwIfAborted()
    if (hasEnded(child) || Date.now() > deadline) throw new Error('The second instance does not become ready')
    await delay(pollMs)
  }
}
