import 'server-only'
import { createHash } from 'node:crypto'

const style = `
  body { font: 1rem/1.6 system-ui, sans-serif; max-width: 24rem; margin: 12vh auto; padding: 0 1rem; color: #1b1b1f; background: #fafafa }
  label, input, button { display: block; width: 100%; box-sizing: border-box; font: inherit }
  input { margin: .25rem 0 1rem; padding: .5rem; border: 1px solid #77777d; border-radius: .25rem }
  button { padding: .6rem; border: 0; border-radius: .25rem; background: #1b1b1f; color: #fff; cursor: pointer }
  [role=alert] { color: #a4001d }
  @media (prefers-color-scheme: dark) { body { color: #f2f2f4; background: #17171a } button { background: #f2f2f4; color: #17171a } [role=alert] { color: #ff9aa8 } }
`
const styleHash = createHash('sha256').update(style).digest('base64')

/** Only this style, no script, and forms to us alone. Browsers check `form-action` at each redirect that follows, too:
 *  the app's origin is where the answer goes. */
export const contentSecurityPolicy = (appOrigin: string) =>
  [
    `default-src 'none'`,
    `style-src 'sha256-${styleHash}'`,
    `form-action 'self' ${appOrigin}`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ')

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? '')

/** @param body HTML, escaped already */
export const page = (title: string, body: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`
