import 'server-only'
import { randomBytes } from 'node:crypto'
import { html, nothing, type Html } from '@/lib/html'
import { retryAfterSeconds } from '../errors'

/** Pages that stand alone: they need no script, no database and nothing of Next, which may be what just failed. */

type PlainPage = {
  title: string
  paragraphs: readonly Html[]
  /** where to go by itself, and after how many seconds; `''` is this very page again */
  refresh?: { href: string; seconds: number }
}

/** @param nonce of its style, as the policy of the response has it */
export const plainPage = ({ title, paragraphs, refresh }: PlainPage, nonce: string): string =>
  html`<!doctype html>
    <html lang="en-GB">
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      ${refresh ? html`<meta http-equiv="refresh" content="${contentOf(refresh)}" />` : nothing}
      <title>${title} · Bothways</title>
      <style nonce="${nonce}">
        body {
          font:
            1rem/1.6 system-ui,
            sans-serif;
          max-width: 34rem;
          margin: 18vh auto;
          padding: 0 1.5rem;
          overflow-wrap: anywhere;
        }
        h1 {
          font-size: 1.5rem;
          letter-spacing: -0.01em;
        }
        a {
          color: inherit;
        }
      </style>
      <h1>${title}</h1>
      ${paragraphs.map((paragraph) => html`<p>${paragraph}</p> `)}
    </html>`.text

const contentOf = ({ href, seconds }: NonNullable<PlainPage['refresh']>) =>
  `${seconds}${href && `;url=${href}`}`

/** The page as an answer of its own: its own policy, never stored; 503 says when to come back. */
export function plainPageResponse(page: PlainPage, status: number, sent?: HeadersInit): Response {
  const nonce = randomBytes(16).toString('base64')
  const headers = new Headers(sent)
  headers.set('Content-Type', 'text/html; charset=utf-8')
  headers.set('Cache-Control', 'no-store')
  headers.set(
    'Content-Security-Policy',
    `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  )
  if (status === 503) headers.set('Retry-After', String(retryAfterSeconds))
  return new Response(plainPage(page, nonce), { status, headers })
}
