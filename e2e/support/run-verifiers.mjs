import { once } from 'node:events'
import { json } from 'node:stream/consumers'

/**
 * Runs modules that verify access tokens, as a service would that has copied one from docs/deploy/verifying-tokens.md.
 * Standard input: `{ modules, tokens, aheadSeconds }`; standard output: by module, by token, its `sub` or null.
 * `aheadSeconds`: how far the clock of this process goes ahead, so that nobody has to wait for a token to expire.
 */

const { modules, tokens, aheadSeconds } = await json(process.stdin)

const RealDate = Date
let aheadMs = 0
globalThis.Date = class extends RealDate {
  constructor(...parts) {
    if (parts.length > 0) super(...parts)
    else super(RealDate.now() + aheadMs)
  }
  static now = () => RealDate.now() + aheadMs
}

/** What a module says of a token: the subject, or null where it refuses. */
async function askFunction(verify, token) {
  try {
    return (await verify(token)).sub
  } catch {
    return null
  }
}

async function askApp(url, token) {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
  if (response.status === 200) return (await response.json()).sub
  if (response.status === 401) return null
  throw new Error(`${response.status} ${await response.text()}`)
}

const said = {}
for (const [name, url] of Object.entries(modules)) {
  aheadMs = 0
  const { verify, app } = await import(url)
  const server = app?.listen(0, '127.0.0.1')
  if (server) await once(server, 'listening')
  const ask = (token) =>
    server ? askApp(`http://127.0.0.1:${server.address().port}/`, token) : askFunction(verify, token)
  said[name] = {}
  for (const [kind, token] of Object.entries(tokens)) said[name][kind] = await ask(token)
  aheadMs = aheadSeconds * 1000
  said[name].later = await ask(tokens.good)
}
console.log(JSON.stringify(said))
process.exit()
