import 'server-only'
import type { ProviderPerson } from '../people'
import { html, nothing } from '@/lib/html'
import { page } from './page'

type Asked = {
  issuer: string
  /** who asks */
  clientName: string
  people: readonly ProviderPerson[]
  /** what was typed before, when that was refused; never the password */
  refused?: { email: string } | undefined
}

const notice = html`<p id="refused" class="notice" role="alert">
  That email and password do not go together here.
</p>`

const hint = (people: readonly ProviderPerson[]) =>
  html`<p class="muted small">
    For the lab. Here live ${people.map(({ email }, at) => html`${at ? ' and ' : ''}<code>${email}</code>`)};
    the password is the one of the app's demo accounts.
  </p>`

export function signInPage({ issuer, clientName, people, refused }: Asked): string {
  const fault = refused ? html`aria-invalid="true" aria-describedby="refused"` : nothing
  return page(
    issuer,
    'Sign in',
    html`<div>
      <h1>Sign in</h1>
      <p class="muted">
        <b>${clientName}</b> asks who you are. You answer here, at the provider; that app never sees your
        password.
      </p>
    </div>`,
    refused ? notice : nothing,
    html`<form method="post">
      <div>
        <label for="email">Email</label>
        <input
          id="email"
          name="email"
          type="email"
          autocomplete="username"
          required
          value="${refused?.email ?? ''}"
          ${fault}
        />
      </div>
      <div>
        <label for="password">Password</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          required
          ${fault}
        />
      </div>
      <div class="choice">
        <button name="decision" value="allow">Sign in</button>
        <button name="decision" value="deny" class="quiet" formnovalidate>Cancel</button>
      </div>
    </form>`,
    hint(people),
  )
}
