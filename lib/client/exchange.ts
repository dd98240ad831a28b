import type { Prover } from './prover'
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
  /** the one before, where its proof lacked only the nonce that came with its answer */
  withoutNonce?: Exchange
}

export type Content = {
  json?: unknown
  form?: Readonly<Record<string, string | undefined>> | undefined
  /** an access token, for the Authorization header */
  accessToken?: string | undefined
  /** makes a proof that this client has the key which its tokens are bound to */
  prover?: Prover | undefined
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

/** The token of a request, with its proof where the client makes any, and its type; with more headers over them. */
async function headersOf(
  method: string,
  path: string,
  { accessToken, prover, headers }: Content,
  type: string | undefined,
): Promise<Record<string, string>> {
  const own: Record<string, string> = {}
  if (accessToken !== undefined) own.Authorization = `${prover ? 'DPoP' : 'Bearer'} ${accessToken}`
  if (prover) own.DPoP = await prover.proof(method, path, accessToken)
  if (type !== undefined) own['Content-Type'] = type
  return { ...own, ...headers }
}

/** The proof was good but for its nonce, which the server wants to have given out a short time before. @see RFC 9449 §8, §9 */
const wantsNonce = ({ status, headers, text }: Exchange) =>
  (status === 400 && text.includes('"use_dpop_nonce"')) ||
  (status === 401 && headers.get('www-authenticate')?.includes('use_dpop_nonce') === true)

const isStopped = (error: unknown) => error instanceof DOMException && error.name === 'AbortError'

/**
 * Sends one request and reads its answer to the end, whatever it is. Knows no endpoint: what is not of the table, or is
 * sent to be refused, goes this way. Where no answer comes the status is 0. A proof that lacks the server's nonce is made
 * once more, with it; then `withoutNonce` is the first request.
 * @throws AbortError when stopped
 */
export async function exchange(
  transport: Transport,
  method: string,
  path: string,
  content: Content = {},
): Promise<Exchange> {
  const answer = await sendOnce(transport, method, path, content)
  const hasNonce = content.prover?.learnFrom(answer.headers) === true
  if (!hasNonce || !wantsNonce(answer)) return answer
  const again = await sendOnce(transport, method, path, content)
  return { ...again, withoutNonce: answer }
}

async function sendOnce(
  transport: Transport,
  method: string,
  path: string,
  content: Content,
): Promise<Exchange> {
  const [body, type] = bodyOf(content)
  const headers = await headersOf(method, path, content, type)
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
