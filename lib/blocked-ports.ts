import 'server-only'

/**
 * Ports that neither a browser nor Node's `fetch` connects to by http or https: a server there starts and cannot be used.
 * No package publishes the list for use; a test compares it with that of the running Node.
 * @see Fetch Standard, "Port blocking": https://fetch.spec.whatwg.org/#port-blocking
 */
const blockedPorts: ReadonlySet<number> = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
  109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
  526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049,
  3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
])

/** By the list alone. Does NOT check whether the port is free, or may be opened. */
export const isBlockedPort = (port: number): boolean => blockedPorts.has(port)

/** Of an http(s) URL; without a port it is the scheme's own, which is not blocked. @throws TypeError for what is no URL */
export function hasBlockedPort(url: string): boolean {
  const { port } = new URL(url)
  return port !== '' && isBlockedPort(Number(port))
}
