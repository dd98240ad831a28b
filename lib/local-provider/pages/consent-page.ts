import 'server-only'
import { html } from '@/lib/html'
import { page } from './page'

type Asked = {
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

export const consentPage = ({ issuer, clientName, returnsTo, email, scopes }: Asked): string =>
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
