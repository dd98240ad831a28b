import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/**
 * Sends a signal to a child process and waits until it is gone. Does nothing where it is gone already. Its own children
 * are NOT ended.
 * @param killAfterMs it gets SIGKILL where it is still there then; absent: it has all the time it wants
 */
export async function endProcess(child: ChildProcess, signal: NodeJS.Signals, killAfterMs?: number) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  const force = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs)
  await gone
  clearTimeout(force)
}
