import 'server-only'
import type { ProviderPerson } from '../clients'
import { html, nothing, type Html } from '@/lib/html'
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

/** Where `refused` is given, it says that address and password do not go together.
 *  @returns a complete document; every value is escaped */
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

type ConsentAsked = {
  issuer: string
  clientName: string
  /** where the answer goes */
  returnsTo: string
  /** of the person who decides */
  email: string
  scopes: readonly string[]
}

/** Every scope that can be asked for, in plain words. */
const meaning: Record<string, readonly [what: string, detail: string]> = {
  openid: ['Know you again', 'A lasting identifier for you at this provider.'],
  profile: ['Your name', 'As this provider knows it.'],
  email: ['Your email address', 'And that it is confirmed.'],
  api: ['Act for you at the Bothways API', 'With access tokens of five minutes each.'],
  offline_access: ['Stay connected', 'Also after you have signed out here.'],
}

const line = (scope: string) => {
  const [what, detail] = meaning[scope] ?? [scope, 'Not described.']
  return html`<div>
    <dt>${what}</dt>
    <dd>${detail} <code>${scope}</code></dd>
  </div>`
}

/** Every scope that the client asks for, in words: they are allowed or denied all together.
 *  @returns a complete document; every value is escaped */
export const consentPage = ({ issuer, clientName, returnsTo, email, scopes }: ConsentAsked): string =>
  page(
    issuer,
    `Allow ${clientName}?`,
    html`<div>
      <h1>Allow ${clientName}?</h1>
      <p class="muted">
        You are signed in here as <b>${email}</b>. <b>${clientName}</b>, at <code>${returnsTo}</code>, asks
        for:
      </p>
    </div>`,
    html`<dl>${scopes.map(line)}</dl>`,
    html`<form method="post">
      <div class="choice">
        <button name="decision" value="allow">Allow</button>
        <button name="decision" value="deny" class="quiet">Deny</button>
      </div>
    </form>`,
  )

type SignOutAsked = {
  issuer: string
  /** of the session that would end */
  email: string
  /** who asks, if they said so */
  clientName: string | undefined
  /** the library's form `op.logoutForm`, with its secret and without buttons */
  form: Html
}

/** A question, and nothing has ended yet. @returns a complete document; every value is escaped, but for `form` */
export const signOutPage = ({ issuer, email, clientName, form }: SignOutAsked): string =>
  page(
    issuer,
    'Sign out',
    html`<div>
      <h1>Sign out of this provider too?</h1>
      <p class="muted">
        ${clientName ? html`<b>${clientName}</b> has asked for it. ` : nothing}You are signed in here as
        <b>${email}</b>. Signing out ends that, and tells the apps that you reached through here.
      </p>
    </div>`,
    html`<div>
      ${form}
      <div class="choice">
        <button form="op.logoutForm" name="logout" value="yes">Sign out</button>
        <button form="op.logoutForm" class="quiet">Stay signed in</button>
      </div>
    </div>`,
  )

/** @param stayedAs who chose to stay signed in here, and left one client only: its name */
export const signedOutPage = (issuer: string, stayedAs: string | undefined): string =>
  page(
    issuer,
    stayedAs ? 'Still signed in here' : 'Signed out',
    html`<div>
      <h1>${stayedAs ? 'Still signed in here' : 'Signed out'}</h1>
      <p class="muted">
        ${stayedAs ? `Only ${stayedAs} has let go of you.` : 'You are signed out of this provider.'} You can
        close this page.
      </p>
    </div>`,
  )
