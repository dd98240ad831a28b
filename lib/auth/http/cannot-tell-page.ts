import 'server-only'
import { retryAfterSeconds } from '../errors'
import { plainPage } from './edge/plain-page'

const text = {
  title: 'We cannot tell whether you are signed in',
  head: `<meta http-equiv="refresh" content="${retryAfterSeconds}">\n`,
  paragraphs: [
    `The database does not answer, so this page cannot be shown. You have not been signed out: your cookie is kept,
    and nothing was changed.`,
    `This page tries again every ${retryAfterSeconds} seconds. You can also <a href="">try now</a> or
    <a href="/">go to the home page</a>.`,
  ],
}

/** A protected page while nobody can be recognised. */
export const cannotTellPage = (nonce: string) =>
  new Response(plainPage(text, nonce), {
    status: 503,
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Retry-After': String(retryAfterSeconds) },
  })
