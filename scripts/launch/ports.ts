import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { Env } from '@/lib/env'
import { LaunchError } from './service'

/** A start that was killed takes its children with it, but they need a moment to notice. */
const timeoutMs = 1_500
const pollMs = 50

function tryToListen(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code))
    server.listen(port, host, () => server.close(() => resolve(undefined)))
  })
}

/** One sentence for what Node says of a port.
 *  @param code of the error, like EADDRINUSE */
export function whyNotListening(variable: string, port: number, host: string, code: string): string {
  if (code === 'EADDRINUSE') return `${variable}: port ${port} is in use by something else; choose another.`
  if (code === 'EACCES')
    return `${variable}: port ${port} needs a privilege this user does not have; choose one above 1023.`
  return `HOST: ${host} is not an address of this machine (${code}).`
}

async function checkPort(variable: string, port: number, host: string): Promise<void> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const code = await tryToListen(port, host)
    if (code === undefined) return
    if (code !== 'EADDRINUSE' || Date.now() > deadline)
      throw new LaunchError(whyNotListening(variable, port, host, code))
    await delay(pollMs)
  }
}

/** @throws LaunchError naming the variable when the app or the local provider could not listen */
export async function checkPorts({ PORT, HOST, OIDC_PORT, LAB }: Env): Promise<void> {
  await checkPort('PORT', PORT, HOST)
  if (!LAB) return
  if (PORT === OIDC_PORT) throw new LaunchError(`OIDC_PORT: ${OIDC_PORT} is PORT already; choose another.`)
  await checkPort('OIDC_PORT', OIDC_PORT, '127.0.0.1')
}
