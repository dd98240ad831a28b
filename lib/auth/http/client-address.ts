import 'server-only'
import type { IncomingMessage } from 'node:http'
import ipaddr from 'ipaddr.js'

const unknown = 'unknown'

/**
 * The address of the client, as far as it can be believed: the socket's, or, behind a known number of proxies,
 * the entry that the outermost of them wrote. What the client itself put into X-Forwarded-For is further left
 * and never reached. `Forwarded` (RFC 7239) is not read: see docs/deploy/behind-a-proxy.md.
 * @returns the address in one spelling, without port and zone; `unknown` for an entry that is none
 */
export function clientAddress(
  request: Pick<IncomingMessage, 'headers' | 'socket'>,
  trustedProxies: number,
): string {
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',')
  const hops = [...forwarded.split(',').map((hop) => hop.trim()), request.socket.remoteAddress ?? unknown]
  return addressOf(hops.filter(Boolean).at(-1 - trustedProxies) ?? unknown)
}

/** An entry as proxies write it: bare, in brackets, with a port behind it, in quotes. */
function addressOf(hop: string): string {
  const unquoted = hop.replace(/^"(.*)"$/, '$1')
  const [, address] = /^\[(.*)\](?::\d+)?$/.exec(unquoted) ??
    /^([\d.]+):\d+$/.exec(unquoted) ?? [hop, unquoted]
  return canonical(address ?? unknown)
}

/** RFC 5952 for IPv6; an IPv4 address that an IPv6 socket shows (::ffff:192.0.2.1) is that IPv4 address. */
function canonical(address: string): string {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return address
  if (!ipaddr.IPv6.isValid(address)) return unknown
  const parsed = ipaddr.IPv6.parse(address)
  if (parsed.isIPv4MappedAddress()) return parsed.toIPv4Address().toString()
  return new ipaddr.IPv6(parsed.parts).toRFC5952String() // without its zone
}
