/** Where a person goes after signing in, when nothing better is known. */
export const defaultPath = '/account'

/** Characters of a path with its query and fragment, as another query spells it: it travels in heads. */
export const callbackPathMax = 800

/** `URLSearchParams` spells more characters than `encodeURIComponent` with three: `!'()~`. */
const spelledLength = (path: string) => new URLSearchParams([['', path]]).toString().length - '='.length

const anyOrigin = 'https://same.invalid'

/** Path segments of plain characters, none of them encoded; then a query and a fragment of characters that show. */
const shape = /^(\/[\w~!$&'()*+,;=:@.-]*)+(\?[^\\\p{C}\p{Z}]*)?(#[^\\\p{C}\p{Z}]*)?$/u
const emptyOrDotSegment = /\/(\/|\.{1,2}(\/|$))/
const encodedControl = /%(25)*([01][\da-f]|7f)/i

/**
 * A path of this app, percent-encoded, or `/account` for anything else: other origins, scheme-relative URLs,
 * backslashes, control characters (encoded ones too), arrays, what is too long.
 * @see OWASP ASVS 5.0 3.7.2, WHATWG URL (browsers read `\` as `/` and drop tabs and line ends)
 */
export function ownPath(value: unknown): string {
  if (typeof value !== 'string' || value.length > callbackPathMax || !shape.test(value)) return defaultPath
  const [path = ''] = value.split(/[?#]/)
  if (emptyOrDotSegment.test(path) || encodedControl.test(value)) return defaultPath
  const { origin, pathname, search, hash } = new URL(value, anyOrigin)
  const encoded = pathname + search + hash
  const isOurs = origin === anyOrigin && pathname === path
  return isOurs && spelledLength(encoded) <= callbackPathMax ? encoded : defaultPath
}

/** Signing in would lead to signing in; and what is under /api is no page. */
const nowhereToGo = /^\/(sign-in|api)([/?#]|$)/

/** A page of this app to go to after signing in: as `ownPath`, but never the sign-in page itself. */
export function callbackPath(value: unknown): string {
  const path = ownPath(value)
  return nowhereToGo.test(path) ? defaultPath : path
}

/** Next's own parameter, by which the data of a page is cached apart from the page */
const dataParameter = '_rsc'

/**
 * A page as it was asked for, to come back to.
 * @param query the `searchParams` of the page
 * @returns the path alone where the query is too long or contains what `callbackPath` refuses
 */
export function askedPath(path: string, query: Record<string, string | string[] | undefined>): string {
  const parameters = new URLSearchParams()
  for (const [name, value = []] of Object.entries(query))
    if (name !== dataParameter) for (const one of [value].flat()) parameters.append(name, one)
  const asked = parameters.size > 0 ? `${path}?${parameters.toString()}` : path
  return callbackPath(asked) === asked ? asked : path
}

/** A page of signing in that leads on to `path` afterwards. */
export const withCallback = (page: string, path: string) => `${page}?callbackUrl=${encodeURIComponent(path)}`

/** The same, without saying what is so by default. */
export const keepCallback = (page: string, path: string) =>
  path === defaultPath ? page : withCallback(page, path)
