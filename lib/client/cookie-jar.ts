/** A browser's cookies by name, as far as one app needs them: neither domain nor path is looked at. */
export class CookieJar extends Map<string, string> {
  /** @param lines values of Set-Cookie, in the order they came */
  keep(lines: readonly string[]) {
    for (const line of lines) {
      const { name, value, gone } = parseSetCookie(line)
      if (gone) this.delete(name)
      else this.set(name, value)
    }
  }

  /** What somebody has who read the cookies at this moment. */
  copy() {
    return new CookieJar(this)
  }

  /** The value of a Cookie header; empty where there is none. */
  get header() {
    return [...this].map(([name, value]) => `${name}=${value}`).join('; ')
  }
}

/**
 * One Set-Cookie line. Attributes are by their name in lower case; Max-Age wins over Expires.
 * @returns `gone` where it removes the cookie, by the clock of this machine
 * @see RFC 6265 §5.2
 */
export function parseSetCookie(line: string) {
  const [pair = '', ...rest] = line.split(';').map((part) => part.trim())
  const at = pair.indexOf('=')
  const attributes = new Map(
    rest.map((part) => [part.split('=')[0]!.toLowerCase(), part.split('=')[1] ?? '']),
  )
  const expired = Date.parse(attributes.get('expires') ?? '') <= Date.now()
  const gone = attributes.has('max-age') ? Number(attributes.get('max-age')) <= 0 : expired
  return { name: pair.slice(0, at), value: pair.slice(at + 1), attributes, gone }
}
