import 'server-only'
import { randomBytes } from 'node:crypto'
import { retryAfterSeconds } from '../errors'

/** Pages that a route answers with by itself: they need no script, no database and nothing of Next. */

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? '')

type Page = {
  status: number
  title: string
  sentence: string
  link: { href: string; text: string }
  /** where to go by itself, and after how many seconds; `''` is this very page again */
  refresh?: { href: string; seconds: number }
}

const policy = (nonce: string) =>
  `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

const goesOn = ({ href, seconds }: NonNullable<Page['refresh']>) =>
  `<meta http-equiv="refresh" content="${seconds}${href && `;url=${escaped(href)}`}">`

function page({ status, title, sentence, link, refresh }: Page): Response {
  const nonce = randomBytes(16).toString('base64')
  const text = `<!doctype html>
<html lang="en-GB">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${refresh ? goesOn(refresh) : ''}
<title>${escaped(title)} · Bothways</title>
<style nonce="${nonce}">
  body { font: 1rem/1.6 system-ui, sans-serif; max-width: 34rem; margin: 18vh auto; padding: 0 1.5rem; overflow-wrap: anywhere }
  h1 { font-size: 1.5rem; letter-spacing: -.01em }
  a { color: inherit }
</style>
<h1>${escaped(title)}</h1>
<p>${escaped(sentence)}</p>
<p><a href="${escaped(link.href)}">${escaped(link.text)}</a></p>
`
  return new Response(text, {
    status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy(nonce),
      'Cache-Control': 'no-store',
      ...(status === 503 && { 'Retry-After': String(retryAfterSeconds) }),
    },
  })
}

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
  return page({
    status: 200,
    title: `Continue to ${name}`,
    sentence: 'Your browser goes there by itself.',
    link: { href, text: `Continue to ${name}` },
    refresh: { href, seconds: 0 },
  })
}

/** A provider's answer while the database is away. It tries again: an answer that nobody looked at is still good. */
export const answerLaterPage = (): Response =>
  page({
    status: 503,
    title: 'This sign-in cannot be finished right now',
    sentence: `The database does not answer. Nothing was changed. This page tries again every ${retryAfterSeconds} seconds.`,
    link: { href: '', text: 'Try now' },
    refresh: { href: '', seconds: retryAfterSeconds },
  })

/** What a form asked for while the database is away. @param back the page that the form is on */
export const notNowPage = (back: string): Response =>
  page({
    status: 503,
    title: 'This does not work right now',
    sentence: 'The database does not answer. Nothing was changed. Go back, and try again in a moment.',
    link: { href: back, text: 'Go back' },
  })
