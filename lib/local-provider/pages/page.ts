import 'server-only'
import { Html, html } from '@/lib/html'
import { style } from './style'

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
