import 'server-only'
import { Html, html, nothing } from '@/lib/html'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** The app's colours and type, which are written in one place. */
const theme = readFileSync(new URL('../../../app/theme.css', import.meta.url), 'utf8')

export const style = `${theme}
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 var(--sans); text-wrap: pretty }
header { display: flex; flex-wrap: wrap; gap: 0 1rem; justify-content: space-between; padding: .75rem clamp(1rem, 4vw, 2rem); border-bottom: 1px solid var(--line); font-size: .9375rem }
header b { font-weight: 600 }
main { display: grid; gap: 1.5rem; width: 100%; max-width: 29rem; margin: 0 auto; padding: clamp(2rem, 10vh, 6rem) 1rem 3rem }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; font-weight: 600; line-height: 1.25; letter-spacing: -.011em; text-wrap: balance }
p { margin: 0 }
code { font-family: var(--mono); font-size: .875em; overflow-wrap: anywhere }
.muted { color: var(--muted) }
.muted b { color: var(--ink); font-weight: 600 }
.small { font-size: .875rem }
form { display: grid; gap: 1.25rem }
label { display: block; margin-bottom: .375rem; font-size: .9375rem; font-weight: 500 }
input { display: block; width: 100%; min-height: 2.75rem; padding: .5rem .75rem; border: 1px solid var(--edge); border-radius: .375rem; background: var(--surface); color: var(--ink); font: inherit }
input[aria-invalid] { border-color: var(--refused) }
button { min-height: 2.75rem; padding: 0 1.25rem; border: 1px solid var(--action); border-radius: .375rem; background: var(--action); color: var(--on-action); font: inherit; font-weight: 500; cursor: pointer }
button:hover { background: var(--action-hover) }
button.quiet { border-color: var(--edge); background: var(--surface); color: var(--ink) }
button.quiet:hover { border-color: var(--ink) }
.choice { display: grid; grid-template-columns: 1fr 1fr; gap: .75rem }
.notice { padding: .625rem .875rem; border-inline-start: 2px solid var(--refused); background: var(--sunken); font-size: .9375rem }
dl { margin: 0; border-top: 1px solid var(--line) }
dl div { padding: .75rem 0; border-bottom: 1px solid var(--line) }
dt { font-weight: 500 }
dd { margin: 0; color: var(--muted); font-size: .9375rem }
:focus-visible { outline: 2px solid var(--action); outline-offset: 2px }
::selection { background: var(--ink); color: var(--paper) }
`

/** Of the style as it stands between its tags: the one thing that the pages may load. */
export const styleHash = `sha256-${createHash('sha256').update(style).digest('base64')}`

const styleElement = new Html(`<style>${style}</style>`)
const doctype = new Html('<!doctype html>')

/** Every page says first whose it is: this is the provider, under its own address, and not the app.
 *  @param issuer as in ID tokens
 *  @returns a complete document, for browsers with or without JavaScript: there is none in it */
export const page = (issuer: string, title: string, ...body: Html[]): string =>
  html`${doctype}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Local OpenID Provider</title>
        <link rel="icon" href="data:," />
        ${styleElement}
      </head>
      <body>
        <header><b>Local OpenID Provider</b><code class="muted">${new URL(issuer).host}</code></header>
        <main>${body}</main>
      </body>
    </html>`.text

/** @param detail for who builds the client: the error as the standard names it */
export const faultPage = (issuer: string, title: string, sentence: string, detail?: string): string =>
  page(
    issuer,
    title,
    html`<div role="alert">
      <h1>${title}</h1>
      <p class="muted">${sentence}</p>
    </div>`,
    detail ? html`<p class="notice"><code>${detail}</code></p>` : nothing,
  )

/** Something that the library would have a script do. @param form of the library, with a button */
export const continuePage = (issuer: string, form: Html): string =>
  page(
    issuer,
    'Continue',
    html`<div>
      <h1>One more step</h1>
      <p class="muted">This provider's pages run no script, so the last step is yours.</p>
    </div>`,
    form,
  )
