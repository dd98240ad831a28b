import 'server-only'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { html } from '@/lib/html'
import { plainPage } from './plain-page'

/** By this Next says that a form named an action which this build does not have. */
const actionNotFound = 'x-nextjs-action-not-found'

const page = {
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
    return plainPage(page, nonce)
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
