import 'server-only'
import type { IncomingMessage } from 'node:http'

/** Set by this process on every request, whatever the client sent under that name. */
export const clientAddressHeader = 'x-client-address'

/**
 * The address of the client, as far as it can be believed: the socket's, or, behind a known number of proxies,
 * the entry that the outermost of them wrote. What the client itself put into X-Forwarded-For is further left
 * and never reached.
 */
export function clientAddress(
  request: Pick<IncomingMessage, 'headers' | 'socket'>,
  trustedProxies: number,
): string {
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',')
  const hops = [...forwarded.split(',').map((hop) => hop.trim()), request.socket.remoteAddress ?? 'unknown']
  return hops.filter(Boolean).at(-1 - trustedProxies) ?? 'unknown'
}
