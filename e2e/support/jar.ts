/** A browser's cookies. */
export class Jar extends Map<string, string> {
  /** @param lines values of Set-Cookie, in the order they came */
  keep(lines: string[]) {
    for (const line of lines) {
      const { name, value, gone } = parsed(line)
      if (gone) this.delete(name)
      else this.set(name, value)
    }
  }

  /** What somebody has who read the cookies at this moment. */
  copy() {
    return new Jar(this)
  }

  get header() {
    return [...this].map(([name, value]) => `${name}=${value}`).join('; ')
  }
}

export function parsed(line: string) {
  const [pair = '', ...rest] = line.split(';').map((part) => part.trim())
  const at = pair.indexOf('=')
  const attributes = new Map(
    rest.map((part) => [part.split('=')[0]!.toLowerCase(), part.split('=')[1] ?? '']),
  )
  const expired = Date.parse(attributes.get('expires') ?? '') <= Date.now()
  const gone = attributes.has('max-age') ? Number(attributes.get('max-age')) <= 0 : expired
  return { name: pair.slice(0, at), value: pair.slice(at + 1), attributes, gone }
}
