/** Which host names are this machine itself. Safe in a browser: it imports nothing. */

/** A host name as the URL standard writes it (lower case, an IPv4 address as four numbers). `null` for what is no host name. */
function canonical(hostname: string): string | null {
  try {
    return new URL(`http://${hostname}`).hostname
  } catch {
    return null
  }
}

const isLocalName = (canonicalName: string) => /(^|\.)localhost\.?$/.test(canonicalName)

/**
 * Is this host this machine, where nothing goes over a wire: `localhost`, every name below it, 127.0.0.0/8, `[::1]`?
 * In any case, with a dot at its end or without. `0.0.0.0` is not one of them, nor is `localhost.example`.
 * @param hostname as `URL.hostname` has it: an IPv6 address in brackets, no port
 * @see Secure Contexts §3.1, RFC 6761 §6.3
 */
export function isLoopback(hostname: string): boolean {
  const name = canonical(hostname)
  return name !== null && (isLocalName(name) || /^127(\.\d+){3}$/.test(name) || name === '[::1]')
}

/** The same of a whole URL. @throws TypeError for what is no URL */
export const isLoopbackUrl = (url: string): boolean => isLoopback(new URL(url).hostname)

/** May secrets go there: https anywhere, http on this machine? @throws TypeError for what is no URL */
export function isSecureUrl(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))
}

/**
 * What to connect to for a host name: this machine as its address or as `localhost`, anything else as it is. Many resolvers know `localhost` and no name below it, and would ask the network, whose
 * answer could be another machine (RFC 6761 §6.3).
 */
export function resolvableName(hostname: string): string {
  const name = canonical(hostname)
  if (name === null || !isLoopback(name)) return hostname
  return isLocalName(name) ? 'localhost' : name
}
