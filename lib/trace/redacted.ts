import 'server-only'
import { hook } from '@/lib/hooks'
import { redacted } from '@/lib/display'

/** What went over a wire or into a row, with everything taken out that could be sent again. */

/** Never shown at all: short enough to be tried, or good for one more use. */
const hidden =
  /^(password|currentPassword|newPassword|client_secret|code|code_verifier|passwordHash|prehashed)$/

/** A run of this alphabet and length is a token, a digest or an id; a whole JWT is one run. */
const runs = /[A-Za-z0-9_-]{20,}(?:\.[A-Za-z0-9_-]*)*/g
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i
const isRandom = (run: string) =>
  !uuid.test(run) && (run.length >= 32 || /\d/.test(run) || (/[a-z]/.test(run) && /[A-Z]/.test(run)))

const bcrypt = /\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}/g

/** Prose, JSON or an address, with every token in it masked. */
export const redactedText = (text: string) =>
  text.replace(bcrypt, '•••').replace(runs, (run) => (isRandom(run) ? redacted(run) : run))

const maskedField = (name: string, value: string) => (hidden.test(name) ? '•••' : redactedText(value))

/** Any value of JSON, by name and by shape. */
export function redactedValue(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return maskedField(name, value)
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map((entry) => redactedValue(entry, name))
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? String(value) : value
  return Object.fromEntries(
    Object.entries(value).map(([inner, entry]) => [inner, redactedValue(entry, inner)]),
  )
}

/** Parameters of a query, fragment or form, in their order. */
export const redactedParameters = (search: URLSearchParams): [string, string][] =>
  [...search].map(([name, value]) => [name, name === 'state' ? redacted(value) : maskedField(name, value)])

/** An absolute address. What is no address is text. */
export function redactedUrl(url: string): string {
  if (!URL.canParse(url)) return redactedText(url)
  const { origin, pathname, searchParams } = new URL(url)
  const query = redactedParameters(searchParams).map(([name, value]) => `${name}=${value}`)
  return origin + redactedText(pathname) + (query.length ? `?${query.join('&')}` : '')
}

/** More names of cookies that hold no secret, without prefix. */
export const plainCookies = hook<readonly string[]>('plain-cookies', [])

const isPlain = (name: string) =>
  ['strategy', 'theme', ...plainCookies.get()].includes(name.replace(/^__Host-/, ''))

function maskedPair(pair: string) {
  const [name = '', ...value] = pair.trim().split('=')
  return isPlain(name) || !value.join('=') ? pair.trim() : `${name}=${redacted(value.join('='))}`
}

/** The path too may hold an id: the local provider's cookies have one for each request. */
function maskedSetCookie(line: string) {
  const [pair = '', ...attributes] = line.split(';')
  return [maskedPair(pair), ...attributes.map((attribute) => redactedText(attribute.trim()))].join('; ')
}

/** The scheme stays. */
function maskedAuthorization(value: string) {
  const at = value.indexOf(' ')
  return at < 0 ? redacted(value) : `${value.slice(0, at)} ${redacted(value.slice(at + 1))}`
}

function maskedHeader(name: string, value: string) {
  if (name === 'cookie') return value.split(';').map(maskedPair).join('; ')
  if (name === 'set-cookie') return maskedSetCookie(value)
  if (name === 'location') return redactedUrl(value)
  if (name === 'authorization') return maskedAuthorization(value)
  return redactedText(value)
}

/** Each line of a header block; of Set-Cookie the attributes stay. */
export const redactedHeaders = (headers: Headers): [string, string][] =>
  [...headers].map(([name, value]) => [name, maskedHeader(name, value)])

/** Of a body, what can be read as JSON or as a form; of anything else, how much it is. */
export function redactedBody(text: string, type: string | null): string {
  if (text === '') return ''
  if (type?.includes('json')) return maskedJsonText(text)
  if (type?.includes('x-www-form-urlencoded'))
    return redactedParameters(new URLSearchParams(text))
      .map(([name, value]) => `${name}=${value}`)
      .join('\n')
  return `${type?.split(';')[0] ?? 'no type'}, ${Buffer.byteLength(text)} bytes`
}

/** Indented, for people. */
export const redactedJson = (value: unknown) => JSON.stringify(redactedValue(value), null, 2)

function maskedJsonText(text: string) {
  try {
    return redactedJson(JSON.parse(text))
  } catch {
    return `not JSON, ${Buffer.byteLength(text)} bytes`
  }
}

type Asked = { url: string; init: RequestInit }
type Answered = { response: Response; text: string }

const textMax = 16_000
const bounded = (text: string) => (text.length > textMax ? `${text.slice(0, textMax)} …` : text)

const written = (headers: Headers) => bounded(JSON.stringify(redactedHeaders(headers)))

/** What is asked for as URLSearchParams has its type from `fetch`. */
function sentBody({ body, headers }: RequestInit) {
  if (body instanceof URLSearchParams) return redactedBody(body.toString(), 'x-www-form-urlencoded')
  return typeof body === 'string' ? redactedBody(body, new Headers(headers).get('content-type')) : ''
}

/** A request and its answer as attributes of a span, masked. Headers are JSON: names and values, in their order. */
export const exchangeAttributes = ({ url, init }: Asked, { response, text }: Answered) => ({
  'wire.method': init.method ?? 'GET',
  'wire.url': bounded(redactedUrl(url)),
  'wire.request.headers': written(new Headers(init.headers)),
  'wire.request.body': bounded(sentBody(init)),
  'wire.status': response.status,
  'wire.response.headers': written(response.headers),
  'wire.response.body': bounded(redactedBody(text, response.headers.get('content-type'))),
  'wire.response.bytes': Buffer.byteLength(text),
})
