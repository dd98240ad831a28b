import 'server-only'
import type { LabClient } from '../trial/lab-client'
import type { Pages } from './window'

/** For a page's own scripts. Relative addresses: all pages of a window lie side by side. */
const reporting = `
  async function report(body) {
    const headers = { 'Content-Type': 'application/json' }
    await fetch('report', { method: 'POST', headers, body: JSON.stringify(body) })
    location.replace('./')
  }`

/** A script of the page's own. */
export const ownScript = (nonce: string, text: string) =>
  `<script nonce="${nonce}">(async () => {${reporting}\n${text}\n})()</script>`

/** @param body markup, taken as it is: nothing is escaped */
export const documentOf = (body: string) => `<!doctype html>
<html lang="en-GB">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>A window of the lab · Bothways</title>
${body}
`

/** Where a window waits between two visits. */
export const waitingPage = (nonce: string) => `
<h1>A window of the lab</h1>
<p id="said" role="status">It takes part in an experiment, and goes on by itself.</p>
${ownScript(
  nonce,
  `const ask = async () => {
    const { isWanted, isOver } = await (await fetch('next')).json()
    if (isWanted) location.replace('start')
    else if (isOver) document.getElementById('said').textContent = 'Done. You can close this window.'
    else setTimeout(ask, 200)
  }
  await ask()`,
)}`

/** Where a page of the stage keeps what signs a person in. In memory: a variable of its script, as /spa does by default. */
export type Place = 'cookie' | 'sessionStorage' | 'memory'

/** Every place in which this client can keep its credential: for a cookie there is only one. */
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
