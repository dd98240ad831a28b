import 'server-only'
import type { IncomingMessage } from 'node:http'
import type { KoaContextWithOIDC } from 'oidc-provider'
import { Html } from '@/lib/html'
import { continuePage } from './pages/page'

const limitBytes = 16 * 1024

type Body =
  | { ok: true; fields: Record<string, string> }
  | { ok: false; code: 'payload_too_large' | 'unsupported_media_type' }

/** Reads a form body. Of fields with one name the last counts. */
export async function readForm(request: IncomingMessage): Promise<Body> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? ''))
    return { ok: false, code: 'unsupported_media_type' }
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > limitBytes) return { ok: false, code: 'payload_too_large' }
    chunks.push(chunk)
  }
  return { ok: true, fields: Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString())) }
}

/** Whether a browser says that another site sent this. Every port of localhost is the same *site*, so SameSite cookies do
 *  not tell; and under our `Referrer-Policy: no-referrer` our own forms send `Origin: null`. */
export function comesFromElsewhere({ headers }: IncomingMessage, issuer: string): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site !== 'same-origin'
  return headers.origin !== undefined && headers.origin !== issuer
}

type Context = Pick<KoaContextWithOIDC, 'type' | 'body'>

const script = 'document.forms[0].submit()'
const formOf = /<form [^]*<\/form>/
const withoutScript = /<noscript>[^]*<\/noscript>/

/** Three answers of the library are a form that a script submits: `response_mode=form_post`, signing in as somebody else,
 *  signing out without a session. Our policy runs no script, so it becomes a button. */
export const pressedForms = (issuer: string) => async (ctx: Context, next: () => Promise<void>) => {
  await next()
  if (typeof ctx.body !== 'string' || !ctx.body.includes(script)) return
  const form = formOf.exec(ctx.body)?.[0].replace(withoutScript, '<button>Continue</button>') ?? ''
  ctx.body = continuePage(issuer, new Html(form))
}
