import type { Transport, TransportRequest } from './transport'

/** One request and its answer, as they went over the wire. */
export type Exchange = {
  sent: { method: string; path: string; headers: Record<string, string>; body: string | null }
  /** 0: no answer came */
  status: number
  headers: Headers
  /** of the body, as it came */
  text: string
  /** of the body */
  bytes: number
  /** milliseconds, from the first byte sent to the last byte read */
  ms: number
  /** what was thrown where no answer came */
  cause?: unknown
}

export type Content = {
  json?: unknown
  form?: Readonly<Record<string, string | undefined>> | undefined
  bearer?: string | undefined
  credentials?: 'omit'
  /** more of them, or others than ours */
  headers?: Record<string, string>
}

const isText = (field: [string, string | undefined]): field is [string, string] => field[1] !== undefined

function bodyOf({ json, form }: Content): [body: string, type: string] | [] {
  if (json !== undefined) return [JSON.stringify(json), 'application/json']
  if (!form) return []
  const fields = Object.entries(form).filter(isText)
  return [new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded']
}

/** The type and the token of a request, with more headers over them. */
function headersOf({ bearer, headers }: Content, type: string | undefined): Record<string, string> {
  const own: Record<string, string> = {}
  if (bearer !== undefined) own.Authorization = `Bearer ${bearer}`
  if (type !== undefined) own['Content-Type'] = type
  return { ...own, ...headers }
}

const isStopped = (error: unknown) => error instanceof DOMException && error.name === 'AbortError'

/**
 * Sends one request and reads its answer to the end, whatever it is. Knows no endpoint: what is not of the table, or is
 * sent to be refused, goes this way. Where no answer comes the status is 0.
 * @throws AbortError when stopped
 */
export async function exchange(
  transport: Transport,
  method: string,
  path: string,
  content: Content = {},
): Promise<Exchange> {
  const [body, type] = bodyOf(content)
  const headers = headersOf(content, type)
  const request: TransportRequest = {
    method,
    headers,
  }
  if (body !== undefined) request.body = body
  if (content.credentials) request.credentials = content.credentials
  const sent = { method, path, headers, body: body ?? null }
  const start = performance.now()
  try {
    const response = await transport(path, request)
    const text = await response.text()
    const ms = performance.now() - start
    const bytes = new TextEncoder().encode(text).length
    return { sent, status: response.status, headers: response.headers, text, bytes, ms }
  } catch (cause) {
    if (isStopped(cause)) throw cause
    const ms = performance.now() - start
    return { sent, status: 0, headers: new Headers(), text: '', bytes: 0, ms, cause }
  }
}
