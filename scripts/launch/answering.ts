import { setTimeout as delay } from 'node:timers/promises'
import { LaunchError } from './launch-error'

const timeoutMs = 60_000
const pollMs = 50

/** @returns the status, or undefined when nothing answers */
async function statusOf(url: string): Promise<number | undefined> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5_000) })
    await response.body?.cancel()
    return response.status
  } catch {
    return undefined
  }
}

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
