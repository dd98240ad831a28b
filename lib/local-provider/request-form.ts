import 'server-only'
import type { IncomingMessage } from 'node:http'

const limitBytes = 16 * 1024

type Body = { status: 'read'; fields: Record<string, string> } | { status: 'refused'; because: 413 | 415 }

/** Reads a form body. Of fields with one name the last counts. */
export async function readForm(request: IncomingMessage): Promise<Body> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? ''))
    return { status: 'refused', because: 415 }
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > limitBytes) return { status: 'refused', because: 413 }
    chunks.push(chunk)
  }
  return { status: 'read', fields: Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString())) }
}

/** Whether a browser says that another site sent this. Every port of localhost is the same *site*, so SameSite cookies do
 *  not tell; and under our `Referrer-Policy: no-referrer` our own forms send `Origin: null`. */
export function comesFromElsewhere({ headers }: IncomingMessage, issuer: string): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site !== 'same-origin'
  return headers.origin !== undefined && headers.origin !== issuer
}
