import 'server-only'
import { html, nothing, type Html } from '@/lib/html'
import { page } from './page'

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
