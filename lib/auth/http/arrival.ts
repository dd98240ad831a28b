import 'server-only'
import type { IncomingMessage } from 'node:http'

/** Set by this process on every request, whatever the client sent under that name. */
const arrivalHeader = 'x-arrived'

/** Notes when a request reached this process, before anything of it waits for its turn. */
export function stampArrival({ headers }: IncomingMessage) {
  headers[arrivalHeader] = performance.now().toFixed(3)
}

/** @returns nothing for a request that came to no server of ours: a render, a test */
export function arrivalOf(headers: Headers): { arrivedAt?: number } {
  const stamp = headers.get(arrivalHeader)
  return stamp === null ? {} : { arrivedAt: Number(stamp) }
}
