/**
 * A `Set-Cookie` line in its parts, by name in lower case. Not by the library that the app writes with: a fault of that
 * one would not be seen.
 */
export function parseSetCookie(line: string) {
  const [pair = '', ...rest] = line.split(';').map((part) => part.trim())
  const at = pair.indexOf('=')
  const attributes = new Map(
    rest.map((part) => [part.split('=')[0]!.toLowerCase(), part.split('=')[1] ?? '']),
  )
  return { name: pair.slice(0, at), value: pair.slice(at + 1), attributes }
}
