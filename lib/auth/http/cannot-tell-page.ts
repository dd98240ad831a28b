import 'server-only'
import { html } from '@/lib/html'
import { retryAfterSeconds } from '../errors'
import { plainPage } from './plain-page'

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
