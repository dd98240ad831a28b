import 'server-only'
import { html, nothing, type Html } from '@/lib/html'
import { page } from './page'

type Asked = {
  issuer: string
  /** of the session that would end */
  email: string
  /** who asks, if they said so */
  clientName: string | undefined
  /** the library's form `op.logoutForm`, with its secret and without buttons */
  form: Html
}

export const signOutPage = ({ issuer, email, clientName, form }: Asked): string =>
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
