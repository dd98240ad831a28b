import 'server-only'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** By this Next says that a form named an action which this build does not have. */
const actionNotFound = 'x-nextjs-action-not-found'

const pageWith = (nonce: string) => `<!doctype html>
<html lang="en-GB">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>This page is from before an update · Bothways</title>
<style nonce="${nonce}">
  body { font: 1rem/1.6 system-ui, sans-serif; max-width: 34rem; margin: 18vh auto; padding: 0 1.5rem }
  h1 { font-size: 1.5rem; letter-spacing: -.01em }
</style>
<h1>This page is from before an update</h1>
<p>Nothing was changed. Reload the page and do it again; what you typed has to be typed again.</p>
<p><a href="">Reload</a></p>
`

/**
 * A form without JavaScript, from a page of an older build: Next answers "Server action not found." in plain text, and
 * has no place to say it otherwise. Its status, 4xx, stays. The link loads the page anew by GET, with its query.
 */
export function explainOutdated({ method, headers }: IncomingMessage, response: ServerResponse) {
  if (method !== 'POST' || headers['next-action'] !== undefined) return // a script shows it: app/error.tsx
  const writeHead = response.writeHead.bind(response) as (...given: unknown[]) => ServerResponse
  const end = response.end.bind(response) as (...given: unknown[]) => ServerResponse
  const isOutdated = () => response.getHeader(actionNotFound) === '1'
  const page = () => {
    const [, nonce = ''] = /'nonce-([^']+)'/.exec(String(response.getHeader('Content-Security-Policy'))) ?? []
    return pageWith(nonce)
  }
  response.writeHead = (...given: unknown[]) => {
    if (isOutdated()) {
      response.setHeader('Content-Type', 'text/html; charset=utf-8')
      response.setHeader('Content-Length', Buffer.byteLength(page()))
    }
    return writeHead(...given)
  }
  response.end = (...given: unknown[]) => (isOutdated() ? end(page()) : end(...given))
}
