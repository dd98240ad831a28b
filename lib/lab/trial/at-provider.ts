import 'server-only'
import { createHash, randomBytes } from 'node:crypto'
import { demoPassword } from '../demo'
import { env } from '@/lib/env'

/** The Authorization Code Flow with PKCE at the local provider, by a browser of the lab, as the single-page client. */

const clientId = 'spa'
const redirectUri = () => `${env().AUTH_URL}/spa`
const issuer = () => `http://localhost:${env().OIDC_PORT}`
const stepsMax = 8

/** Keeps the provider's cookies. Follows it for as long as it stays at the provider. */
function providerBrowser() {
  const cookies = new Map<string, string>()
  return async (url: string, form?: Record<string, string>): Promise<Response> => {
    let response = await visit(cookies, url, form)
    for (let step = 0; step < stepsMax; step++) {
      const next = new URL(response.headers.get('location') ?? redirectUri(), response.url)
      if (next.origin !== issuer()) return response
      response = await visit(cookies, next.href)
    }
    throw new Error('The provider sends the browser in circles')
  }
}

async function visit(cookies: Map<string, string>, url: string, form?: Record<string, string>) {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const response = await fetch(url, {
    redirect: 'manual',
    headers: { cookie },
    signal: AbortSignal.timeout(10_000),
    ...(form && { method: 'POST', body: new URLSearchParams(form) }),
  })
  for (const line of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    cookies.set(name, value)
  }
  return response
}

/** Signs Lin in, who allows what is asked. @throws Error where the provider says no */
async function code(challenge: string): Promise<string> {
  const browse = providerBrowser()
  const query = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    redirect_uri: redirectUri(),
    scope: 'openid profile email',
    state: 'a-state',
    nonce: 'a-nonce',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  })
  const signInPage = await browse(`${issuer()}/auth?${query.toString()}`)
  const person = { email: 'lin@provider.example', password: demoPassword }
  let answer = await browse(signInPage.url, person)
  if (answer.status === 200) answer = await browse(answer.url, { decision: 'allow' })
  const found = new URL(answer.headers.get('location') ?? redirectUri()).searchParams.get('code')
  if (!found) throw new Error(`The local provider gave no code: ${answer.status}`)
  return found
}

/** An ID token that the local provider has just issued. @throws Error where it does not */
export async function freshIdToken(): Promise<string> {
  const verifier = randomBytes(32).toString('base64url')
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  const form = {
    grant_type: 'authorization_code',
    code: await code(challenge),
    client_id: clientId,
    redirect_uri: redirectUri(),
    code_verifier: verifier,
  }
  const signal = AbortSignal.timeout(10_000)
  const response = await fetch(`${issuer()}/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
    signal,
  })
  const { id_token } = (await response.json()) as { id_token?: string }
  if (!id_token) throw new Error(`The local provider gave no ID token: ${response.status}`)
  return id_token
}
