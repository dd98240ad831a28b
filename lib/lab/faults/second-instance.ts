import 'server-only'
import { spawn, type ChildProcess } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import getPort from 'get-port'
import { endProcess } from '@/lib/end-process'
import { env } from '@/lib/env'

const loopback = '127.0.0.1'
const timeoutMs = 60_000
const stopTimeoutMs = 10_000
const pollMs = 100

/**
 * Runs `work` while another process serves the same build with the same settings and the same database, and knows
 * nothing but those: what a start after a crash knows. It is stopped afterwards, and ends with this process in any case.
 * @param work gets its address
 * @throws where there is no build: under `npm run dev`
 */
export async function withSecondInstance<Result>(
  work: (address: string) => Promise<Result>,
): Promise<Result> {
  if (env().NODE_ENV === 'development') throw new Error('A second instance serves a build: npm start')
  const port = await getPort({ host: loopback })
  const program = process.argv[1]! // what this very process was started with: next
  const args = [program, 'start', '-p', `${port}`, '-H', loopback]
  const child = spawn(process.execPath, args, { stdio: 'ignore' })
  try {
    const address = `http://${loopback}:${port}`
    await ready(child, `${address}/readyz`)
    return await work(address)
  } finally {
    await endProcess(child, 'SIGTERM', stopTimeoutMs)
  }
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null

async function ready(child: ChildProcess, url: string) {
  const deadline = Date.now() + timeoutMs
  const answers = () =>
    fetch(url).then(
      ({ ok }) => ok,
      () => false,
    )
  while (!(await answers())) {
    if (hasEnded(child) || Date.now() > deadline) throw new Error('The second instance does not become ready')
    await delay(pollMs)
  }
}
