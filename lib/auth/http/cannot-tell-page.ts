import 'server-only'
import { retryAfterSeconds } from '../errors'

const text = `<!doctype html>
<html lang="en-GB">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="refresh" content="${retryAfterSeconds}">
<title>Cannot tell · Bothways</title>
<style nonce="NONCE">
  body { font: 1rem/1.6 system-ui, sans-serif; max-width: 34rem; margin: 18vh auto; padding: 0 1.5rem }
  h1 { font-size: 1.5rem; letter-spacing: -.01em }
</style>
<h1>We cannot tell whether you are signed in</h1>
<p>The database does not answer, so this page cannot be shown. You have not been signed out: your cookie is kept,
and nothing was changed.</p>
<p>This page tries again every ${retryAfterSeconds} seconds. You can also <a href="">try now</a> or <a href="/">go to the home page</a>.</p>
`

/** A protected page while nobody can be recognised. Stands alone: it must not need what just failed. */
export const cannotTellPage = (nonce: string) =>
  new Response(text.replace('NONCE', nonce), {
    status: 503,
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Retry-After': String(retryAfterSeconds) },
  })
