import 'server-only'
import { isIPv6 } from 'node:net'

const groupsOf = (part: string) => (part === '' ? [] : part.split(':'))

/** The eight groups of a canonical IPv6 address ("::" spelt out). */
function expand(address: string): string[] {
  const [head = '', tail] = address.split('::')
  if (tail === undefined) return groupsOf(head)
  const [before, after] = [groupsOf(head), groupsOf(tail)]
  return [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after]
}

const dotted = (high: string, low: string) =>
  [high, low].flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 255]).join('.')

/**
 * What counts as one client: an IPv4 address, or the /64 that a single IPv6 client is given whole, and could otherwise
 * spend one address of per attempt. An IPv4 address inside IPv6 (::ffff:192.0.2.1) is that IPv4 address.
 * @returns the text itself when it is no address
 */
export function clientNetwork(address: string): string {
  const bare = address.replace(/%.*$/, '')
  if (!isIPv6(bare)) return address
  const canonical = new URL(`http://[${bare}]`).hostname.slice(1, -1)
  const groups = expand(canonical)
  const mapped = groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff'
  return mapped ? dotted(groups[6] ?? '0', groups[7] ?? '0') : `${groups.slice(0, 4).join(':')}::/64`
}
