import 'server-only'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Canary = { url: string; hits: () => number }

/**
 * A server of the attacker's that must not be asked for anything, with the attacker's keys for whoever does. It is asked
 * once beforehand, which shows that it hears.
 * @throws Error where it does not
 */
export async function withCanary<Result>(
  keys: unknown,
  work: (canary: Canary) => Promise<Result>,
): Promise<Result> {
  let hits = -1
  const server = createServer((_, response) => {
    hits += 1
    response.setHeader('content-type', 'application/json').end(JSON.stringify(keys))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`
  try {
    await (await fetch(url)).arrayBuffer()
    if (hits !== 0) throw new Error('The canary does not hear')
    return await work({ url, hits: () => hits })
  } finally {
    server.closeAllConnections()
    server.close()
  }
}
