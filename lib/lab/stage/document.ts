import 'server-only'

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
