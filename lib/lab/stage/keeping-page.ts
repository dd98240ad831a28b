import 'server-only'
import type { LabClient } from '../trial/client'
import { ownScript } from './document'
import type { Pages } from './window'

/** Where a page of the stage keeps what signs a person in. In memory: a variable of its script, as /spa does by default. */
export type Place = 'cookie' | 'sessionStorage' | 'memory'

export const placesOf = ({ isToken }: LabClient): readonly Place[] =>
  isToken ? ['sessionStorage', 'memory'] : ['cookie']

/** How the page's own script comes by the headers of a call. */
const keeping: Record<Place, (token: string) => string> = {
  cookie: () => `const headers = () => ({})`,
  sessionStorage: (token) => `sessionStorage.setItem('token', ${token})
  const headers = () => ({ Authorization: 'Bearer ' + sessionStorage.getItem('token') })`,
  memory: (token) => `const kept = ${token}
  const headers = () => ({ Authorization: 'Bearer ' + kept })`,
}

/** The page's own script leaves no text of it behind, and calls the API once the page is there, as pages do. */
const ownCall = (nonce: string, { mePath, credential }: LabClient, place: Place) =>
  ownScript(
    nonce,
    `document.currentScript.remove()
  ${keeping[place](JSON.stringify(credential))}
  const parsed = new Promise((done) => addEventListener('DOMContentLoaded', done))
  window.called = parsed.then(() => fetch('${mePath}', { headers: headers() }))`,
  )

/**
 * A page with a script that somebody got into it. Reports `{ ran, loot, called }`: whether that script ran, what its
 * `window.loot` came to, and the status of the page's own call.
 * @param policy its Content-Security-Policy; null for none
 */
export const keepingPage = (
  { owner, place, injected }: { owner: LabClient; place: Place; injected: string },
  policy: (nonce: string) => string | null,
): Pages => ({
  start: (nonce) => ({
    policy: policy(nonce),
    cookies: owner.cookies,
    html: `<h1>A page with a comment that somebody wrote a script into</h1>
${ownCall(nonce, owner, place)}
<blockquote>${injected}</blockquote>
${ownScript(
  nonce,
  `const { status } = await window.called
  const loot = await (window.loot ?? null)
  sessionStorage.clear()
  await report({ ran: 'loot' in window, loot, called: status })`,
)}`,
  }),
})
