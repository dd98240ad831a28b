import 'server-only'
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Html, html, nothing } from '@/lib/html'
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

/** Pages that the routes of a flow with a provider answer with. */

/**
 * Sends the browser on to another site after a form. A redirect would not do: browsers hold every redirect that follows a
 * form against `form-action`, and where a provider leads to is not known beforehand (CSP 3 §6.4.2.1, a navigation by a
 * form; this page's own refresh is none). The browser puts the next page in the place of this one, so that Back works.
 * @param url absolute, http or https @param name whose site it is, for people
 * @throws TypeError for any other URL
 */
export function onwardPage(url: string, name: string): Response {
  const { protocol, href } = new URL(url)
  if (protocol !== 'https:' && protocol !== 'http:') throw new TypeError('Only a web page can be gone on to')
  const title = `Continue to ${name}`
  const paragraphs = [html`Your browser goes there by itself.`, html`<a href="${href}">${title}</a>`]
  return plainPageResponse({ title, paragraphs, refresh: { href, seconds: 0 } }, 200)
}

/** A provider's answer while the database is away. It tries again: an answer that nobody looked at is still good. */
export const answerLaterPage = (): Response =>
  plainPageResponse(
    {
      title: 'This sign-in cannot be finished right now',
      paragraphs: [
        html`The database does not answer. Nothing was changed. This page tries again every
        ${String(retryAfterSeconds)} seconds.`,
        html`<a href="">Try now</a>`,
      ],
      refresh: { href: '', seconds: retryAfterSeconds },
    },
    503,
  )

/** What a form asked for while the database is away. @param back the page that the form is on */
export const notNowPage = (back: string): Response =>
  plainPageResponse(
    {
      title: 'This does not work right now',
      paragraphs: [
        html`The database does not answer. Nothing was changed. Go back, and try again in a moment.`,
        html`<a href="${back}">Go back</a>`,
      ],
    },
    503,
  )

const page = {
  title: 'We cannot tell whether you are signed in',
  refresh: { href: '', seconds: retryAfterSeconds },
  paragraphs: [
    html`The database does not answer, so this page cannot be shown. You have not been signed out: your cookie
    is kept, and nothing was changed.`,
    html`This page tries again every ${String(retryAfterSeconds)} seconds. You can also
      <a href="">try now</a> or <a href="/">go to the home page</a>.`,
  ],
}

/** A protected page while nobody can be recognised. Its policy is the one of pages, which the proxy writes. */
export const cannotTellPage = (nonce: string) =>
  new Response(plainPage(page, nonce), {
    status: 503,
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Retry-After': String(retryAfterSeconds) },
  })

/** By this Next says that a form named an action which this build does not have. */
const actionNotFound = 'x-nextjs-action-not-found'

const outdated = {
  title: 'This page is from before an update',
  paragraphs: [
    html`Nothing was changed. Reload the page and do it again; what you typed has to be typed again.`,
    html`<a href="">Reload</a>`,
  ],
}

/**
 * A form without JavaScript, from a page of an older build: Next answers "Server action not found." in plain text, and
 * has no place to say it otherwise. Its status, 4xx, stays. The link loads the page anew by GET, with its query.
 */
export function explainOutdated({ method, headers }: IncomingMessage, response: ServerResponse) {
  if (method !== 'POST' || headers['next-action'] !== undefined) return // a script shows it: app/error.tsx
  const writeHead = response.writeHead.bind(response) as (...given: unknown[]) => ServerResponse
  const end = response.end.bind(response) as (...given: unknown[]) => ServerResponse
  const isOutdated = () => response.getHeader(actionNotFound) === '1'
  const text = () => {
    const [, nonce = ''] = /'nonce-([^']+)'/.exec(String(response.getHeader('Content-Security-Policy'))) ?? []
    return plainPage(outdated, nonce)
  }
  response.writeHead = (...given: unknown[]) => {
    if (isOutdated()) {
      response.setHeader('Content-Type', 'text/html; charset=utf-8')
      response.setHeader('Content-Length', Buffer.byteLength(text()))
    }
    return writeHead(...given)
  }
  response.end = (...given: unknown[]) => (isOutdated() ? end(text()) : end(...given))
}
