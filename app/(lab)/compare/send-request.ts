import { durationInWords } from '@/lib/duration'
import { isTokenStrategy, type StrategyId } from '@/lib/strategies'

export type Sent = { method: 'GET' | 'POST' | 'DELETE'; path: string; json?: unknown }

/** `status` 0: no answer came. `ms`: until the last byte was read. `authMs`, `queries`: by the server. `bytes`: of the body. */
export type ApiAnswer = {
  status: number
  ms: number
  authMs: number | null
  queries: number | null
  bytes: number
  body: unknown
  says: string
}

const noAnswer = { status: 0, authMs: null, queries: null, bytes: 0, body: null, says: 'No answer' }

/**
 * A request under one strategy: a token goes in the header, a cookie goes by itself. Beside a token the server looks at
 * no cookie; what only reads is sent without any, for everybody to see.
 * @throws AbortError when stopped
 */
export async function sendRequest(
  strategy: StrategyId,
  token: string | undefined,
  { method, path, json }: Sent,
  signal: AbortSignal,
): Promise<ApiAnswer> {
  const headers = {
    ...(json !== undefined && { 'Content-Type': 'application/json' }),
    ...(token !== undefined && { Authorization: `Bearer ${token}` }),
  }
  const start = performance.now()
  try {
    const response = await fetch(path, {
      method,
      headers,
      signal,
      cache: 'no-store',
      credentials: isTokenStrategy(strategy) && method === 'GET' ? 'omit' : 'same-origin',
      ...(json !== undefined && { body: JSON.stringify(json) }),
    })
    const text = await response.text()
    const ms = performance.now() - start
    return { ...read(response, text), ms }
  } catch {
    signal.throwIfAborted()
    return { ...noAnswer, ms: performance.now() - start }
  }
}

function read(response: Response, text: string) {
  const timing = response.headers.get('Server-Timing') ?? ''
  const body = parsed(text)
  const says = [gist(body), comeBack(response.headers.get('Retry-After'))].filter(Boolean).join(' ')
  return {
    status: response.status,
    bytes: new TextEncoder().encode(text).length,
    body,
    says,
    authMs: numberIn(/\bauth;dur=([\d.]+)/, timing),
    queries: numberIn(/\bdb;desc="(\d+)/, timing),
  }
}

const numberIn = (pattern: RegExp, text: string) => {
  const [, digits] = pattern.exec(text) ?? []
  return digits === undefined ? null : Number(digits)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const comeBack = (seconds: string | null) => seconds && `Retry after ${durationInWords(Number(seconds))}.`

/** What an answer of this API comes down to, in a few words; a refusal has its own (RFC 9457 `title`). */
function gist(body: unknown): string {
  const { status, because, title, sessions, users } = (body ?? {}) as Record<string, unknown>
  if (typeof because === 'string') return `${String(status)}: ${because}`
  if (typeof title === 'string') return title
  if (status === 'unavailable') return 'Cannot tell.'
  if (Array.isArray(sessions)) return `${sessions.length} sessions`
  if (typeof users === 'number') return `${users} users`
  return typeof status === 'string' ? status : 'done'
}

/** Whose answer it is, for the query of a request whose credential is a cookie. */
export const under = (strategy: StrategyId, path: string) =>
  isTokenStrategy(strategy) ? path : `${path}?strategy=${strategy}`
