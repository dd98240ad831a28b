/** One request and its answer, as they went over the wire. */
export type Exchange = {
  id: number
  method: string
  url: string
  sent: Record<string, string>
  body: string | null
  /** 0: no answer came */
  status: number
  milliseconds: number
  /** those that say something about tokens */
  headers: Record<string, string>
  answer: string
}

type Content = { json?: unknown; form?: Record<string, string>; bearer?: string }

const shown = ['content-type', 'www-authenticate', 'cache-control', 'server-timing', 'retry-after']
let count = 0

function content({ json, form, bearer }: Content) {
  const body = form ? new URLSearchParams(form).toString() : json === undefined ? null : JSON.stringify(json)
  const type = form ? 'application/x-www-form-urlencoded' : 'application/json'
  const sent: Record<string, string> = {
    ...(bearer !== undefined && { Authorization: `Bearer ${bearer}` }),
    ...(body !== null && { 'Content-Type': type }),
  }
  return { sent, body }
}

/** Sends a request to our API. Never throws: no answer has the status 0. */
export async function send(method: string, url: string, given: Content = {}): Promise<Exchange> {
  const { sent, body } = content(given)
  const start = performance.now()
  const common = { id: ++count, method, url, sent, body }
  const took = () => Math.round((performance.now() - start) * 10) / 10
  try {
    const response = await fetch(url, { method, headers: sent, body, cache: 'no-store' })
    const answer = await response.text()
    const headers = Object.fromEntries([...response.headers].filter(([name]) => shown.includes(name)))
    return { ...common, status: response.status, milliseconds: took(), headers, answer }
  } catch {
    return { ...common, status: 0, milliseconds: took(), headers: {}, answer: '' }
  }
}

export const isOk = ({ status }: Exchange) => status >= 200 && status < 300

export function jsonOf({ answer }: Exchange): Record<string, unknown> {
  try {
    return JSON.parse(answer) as Record<string, unknown>
  } catch {
    return {}
  }
}

/** Why something was refused, in the server's words. */
export function reasonOf(exchange: Exchange): string {
  if (exchange.status === 0) return 'No answer came.'
  const { title, error_description, because } = jsonOf(exchange)
  const challenge = /error_description="([^"]*)"/.exec(exchange.headers['www-authenticate'] ?? '')?.[1]
  const words = [challenge, title, error_description, because].find((word) => typeof word === 'string')
  return words ?? `Status ${exchange.status}.`
}
