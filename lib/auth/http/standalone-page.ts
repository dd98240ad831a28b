import 'server-only'
import { html } from '@/lib/html'
import { retryAfterSeconds } from '../errors'
import { plainPageResponse } from './plain-page'

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
