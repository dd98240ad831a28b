/** Where a person goes after signing in, when nothing better is known. */
export const defaultPath = '/account'

/** As it stands in a query, where most characters become three: it travels in the head of a redirect, beside cookies. */
const encodedMax = 800
const anyOrigin = 'https://same.invalid'

/** Path segments of plain characters, none of them encoded; then a query and a fragment of printable ASCII. */
const shape = /^(\/[\w~!$&'()*+,;=:@.-]*)+(\?[!-\[\]-~]*)?(#[!-\[\]-~]*)?$/
const emptyOrDotSegment = /\/(\/|\.{1,2}(\/|$))/
const encodedControl = /%(25)*([01][\da-f]|7f)/i

/**
 * A path of this app to go back to, or `/account` for anything else: other origins, scheme-relative URLs,
 * backslashes, control characters (encoded ones too), arrays, what is too long.
 * @see OWASP ASVS 5.0 3.7.2, WHATWG URL (browsers read `\` as `/` and drop tabs and line ends)
 */
export function callbackPath(value: unknown): string {
  if (typeof value !== 'string' || !shape.test(value)) return defaultPath
  if (encodeURIComponent(value).length > encodedMax) return defaultPath
  const [path = ''] = value.split(/[?#]/)
  if (emptyOrDotSegment.test(path) || encodedControl.test(value)) return defaultPath
  const url = new URL(value, anyOrigin)
  return url.origin === anyOrigin && url.pathname === path ? value : defaultPath
}
