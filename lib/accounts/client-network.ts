import 'server-only'
import ipaddr from 'ipaddr.js'

/** IPv4 addresses in IPv6 clothes: mapped (::ffff:192.0.2.1), or from a translator (64:ff9b::192.0.2.1, RFC 6052 §2.1). */
const carriesIPv4 = (address: ipaddr.IPv6) => ['ipv4Mapped', 'rfc6052'].includes(address.range())

/**
 * What counts as one client: an IPv4 address, or the /64 that a single IPv6 client is given whole, and could otherwise
 * spend one address of per attempt. An IPv4 address inside IPv6 is that IPv4 address.
 * @param address in any spelling
 * @returns `unknown` for whatever is no address: junk must not make a client of its own
 */
export function clientNetwork(address: string): string {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return address
  if (!ipaddr.IPv6.isValid(address)) return 'unknown'
  const parsed = ipaddr.IPv6.parse(address)
  if (carriesIPv4(parsed)) return parsed.toByteArray().slice(-4).join('.')
  return `${parsed.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`
}
