import 'server-only'
import type { ReadableSpan } from '@/lib/trace'
import { readSetCookie } from '@/lib/set-cookie'
import packageJson from '@/package.json'
import { durationMs, number, pairs, startMs, text } from './spans'

const named = (lines: [string, string][]) => lines.map(([name, value]) => ({ name, value }))

const queryOf = (url: string) => (URL.canParse(url) ? named([...new URL(url).searchParams]) : [])

const sentCookies = (headers: [string, string][]) =>
  headers
    .filter(([name]) => name === 'cookie')
    .flatMap(([, value]) => value.split('; ').map(readSetCookie))
    .map(({ name, value }) => ({ name, value }))

function keptCookies(headers: [string, string][]) {
  const lines = headers.filter(([name]) => name === 'set-cookie').map(([, value]) => value)
  return lines.map((line) => {
    const { name, value, httpOnly = false, secure = false } = readSetCookie(line)
    return {
      name,
      value,
      path: '/',
      httpOnly,
      secure,
    }
  })
}

const valueIn = (headers: [string, string][], wanted: string) =>
  headers.find(([name]) => name === wanted)?.[1] ?? ''

function requestOf(span: ReadableSpan) {
  const headers = pairs(span, 'wire.request.headers')
  const [url, body] = [text(span, 'wire.url'), text(span, 'wire.request.body')]
  const mimeType = valueIn(headers, 'content-type')
  return {
    method: text(span, 'wire.method'),
    url,
    httpVersion: 'HTTP/1.1',
    cookies: sentCookies(headers),
    headers: named(headers),
    queryString: queryOf(url),
    postData: body ? { mimeType, text: body } : undefined,
    headersSize: -1,
    bodySize: -1,
  }
}

function responseOf(span: ReadableSpan) {
  const headers = pairs(span, 'wire.response.headers')
  const size = number(span, 'wire.response.bytes')
  const mimeType = valueIn(headers, 'content-type')
  return {
    status: number(span, 'wire.status'),
    statusText: '',
    httpVersion: 'HTTP/1.1',
    cookies: keptCookies(headers),
    headers: named(headers),
    content: { size, mimeType, text: text(span, 'wire.response.body') },
    redirectURL: valueIn(headers, 'location'),
    headersSize: -1,
    bodySize: size,
  }
}

/**
 * What the browser sent and got, as HTTP Archive 1.2: masked as the recording is.
 * @see http://www.softwareishard.com/blog/har-12-spec/
 */
export function toHar(spans: ReadableSpan[]) {
  const exchanges = spans.filter(({ name }) => name === 'wire.exchange')
  const entries = exchanges.map((span) => ({
    startedDateTime: new Date(startMs(span)).toISOString(),
    time: durationMs(span),
    request: requestOf(span),
    response: responseOf(span),
    cache: {},
    timings: { send: 0, wait: durationMs(span), receive: 0 },
  }))
  const creator = { name: 'Bothways', version: packageJson.version }
  return { log: { version: '1.2', creator, entries, comment: 'Secrets are masked.' } }
}
