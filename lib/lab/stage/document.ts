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

/** Where the page's own script has the credential when it calls. */
const keeping: Record<Place, (token: string) => string> = {
  cookie: () => `const token = () => ''`,
  sessionStorage: (token) => `sessionStorage.setItem('token', ${token})
  const token = () => sessionStorage.getItem('token')`,
  memory: (token) => `const kept = ${token}
  const token = () => kept`,
}

/** How a page comes by the headers of a call, as text of its script: `headers()`. */
const headersOf: Record<'cookie' | 'Bearer' | 'DPoP', (key: string) => string> = {
  cookie: () => `const headers = async () => ({})`,
  Bearer: () => `const headers = async () => ({ Authorization: 'Bearer ' + token() })`,
  // the key was made for this page: from here on the browser signs with it, and hands it out to nobody
  DPoP: (key) => `const pair = ${key}
  const curve = { name: 'ECDSA', namedCurve: 'P-256' }
  const key = await crypto.subtle.importKey('jwk', pair.privateJwk, curve, false, ['sign'])
  delete pair.privateJwk
  ${proofScript}
  const headers = async () => ({
    Authorization: 'DPoP ' + token(),
    DPoP: await proofBy(key, pair.publicJwk, token(), pair.htu),
  })`,
}

/** A proof of possession in the words of a browser: `proofBy(key, publicJwk, token, htu)`. @see RFC 9449 §4.2 */
export const proofScript = `
  const bytes = (text) => new TextEncoder().encode(text)
  const base64url = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  const encoded = (value) => base64url(bytes(JSON.stringify(value)))
  const proofBy = async (key, jwk, token, htu) => {
    const ath = base64url(await crypto.subtle.digest('SHA-256', bytes(token)))
    const iat = Math.floor(Date.now() / 1000)
    const claims = { jti: crypto.randomUUID(), htm: 'GET', htu, iat, ath }
    const input = encoded({ alg: 'ES256', typ: 'dpop+jwt', jwk }) + '.' + encoded(claims)
    const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, bytes(input))
    return input + '.' + base64url(signature)
  }`

/** The page's own script leaves no text of it behind, and calls the API once the page is there, as pages do. */
const ownCall = (
  nonce: string,
  { mePath, credential, isToken }: LabClient,
  place: Place,
  key: string | null,
) =>
  ownScript(
    nonce,
    `document.currentScript.remove()
  const parsed = new Promise((done) => addEventListener('DOMContentLoaded', done))
  ${keeping[place](JSON.stringify(credential))}
  const call = async () => {
    ${headersOf[!isToken ? 'cookie' : key === null ? 'Bearer' : 'DPoP'](key ?? '')}
    await parsed
    return fetch('${mePath}', { headers: await headers() })
  }
  window.called = call()`,
  )

/**
 * A page with a script that somebody got into it. Reports `{ ran, loot, called }`: whether that script ran, what its
 * `window.loot` came to, and the status of the page's own call.
 * @param key of a credential that is bound to one: the key pair as JSON, for the page to keep; null for any other
 * @param policy its Content-Security-Policy; null for none
 */
export const keepingPage = (
  { owner, place, injected, key }: { owner: LabClient; place: Place; injected: string; key: string | null },
  policy: (nonce: string) => string | null,
): Pages => ({
  start: (nonce) => ({
    policy: policy(nonce),
    cookies: owner.cookies,
    html: `<h1>A page with a comment that somebody wrote a script into</h1>
${ownCall(nonce, owner, place, key)}
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
