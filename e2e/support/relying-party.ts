import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type RelyingParty = Awaited<ReturnType<typeof listenAsClient>>

/** A client of a provider as far as a test of the provider needs one: it listens where answers arrive. */
export async function listenAsClient(host = 'localhost') {
  const heard: { url: URL; body: string }[] = []
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      let body = ''
      for await (const chunk of incoming as AsyncIterable<Buffer>) body += chunk.toString()
      heard.push({ url: new URL(incoming.url ?? '/', origin), body })
      outgoing.setHeader('content-type', 'text/html').end('<title>Client</title><h1>The client</h1>')
    })()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://${host}:${(server.address() as AddressInfo).port}`
  return { origin, heard, close: () => void server.close() }
}

/** An authorization request with PKCE, and what redeems its code. */
export function askFor(issuer: string, parameters: Record<string, string>) {
  const verifier = randomBytes(32).toString('base64url')
  const query = new URLSearchParams({
    response_type: 'code',
    scope: 'openid profile email',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state: 'a-state',
    ...parameters,
  })
  const { client_id = '', redirect_uri = '' } = parameters
  async function redeem(answer: URL) {
    const code = answer.searchParams.get('code') ?? ''
    const form = { grant_type: 'authorization_code', code, client_id, redirect_uri, code_verifier: verifier }
    const response = await fetch(`${issuer}/token`, { method: 'POST', body: new URLSearchParams(form) })
    return (await response.json()) as { access_token: string; id_token: string; refresh_token?: string }
  }
  return { url: `${issuer}/auth?${query.toString()}`, redeem }
}
