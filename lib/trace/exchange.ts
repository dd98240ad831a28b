import 'server-only'
import { redactedBody, redactedHeaders, redactedUrl } from './redacted'

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
