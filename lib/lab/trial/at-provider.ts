import 'server-only'
import { createHash, randomBytes } from 'node:crypto'
import type { Exchange } from '@/lib/client'
import { env } from '@/lib/env'
import { demoPassword } from '../demo'
import { LabBrowser } from './browser'

/** The Authorization Code Flow with PKCE at the local provider, by a browser of the lab, as the single-page client. */

const clientId = 'spa'
const redirectUri = () => `${env().AUTH_URL}/spa`
const issuer = () => `http://localhost:${env().OIDC_PORT}`
const stepsMax = 8

/** Asks for a page of the provider, and follows it for as long as it stays there. */
async function browse(browser: LabBrowser, path: string, form?: Record<string, string>): Promise<Exchange> {
  let answer = await browser.send(form ? 'POST' : 'GET', path, { form })
  for (let step = 0; step < stepsMax; step++) {
    const next = new URL(answer.headers.get('location') ?? redirectUri(), issuer())
    if (next.origin !== issuer()) return answer
    answer = await browser.send('GET', next.pathname + next.search)
  }
  throw new Error('The provider sends the browser in circles')
}

/** Signs Lin in, who allows what is asked. @throws Error where the provider says no */
async function code(browser: LabBrowser, challenge: string): Promise<string> {
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
  const signInPage = await browse(browser, `/auth?${query.toString()}`)
  const person = { email: 'lin@provider.example', password: demoPassword }
  let answer = await browse(browser, signInPage.sent.path, person)
  if (answer.status === 200) answer = await browse(browser, answer.sent.path, { decision: 'allow' })
  const found = new URL(answer.headers.get('location') ?? redirectUri()).searchParams.get('code')
  if (!found) throw new Error(`The local provider gave no code: ${answer.status}`)
  return found
}

/** An ID token that the local provider has just issued. @throws Error where it does not */
export async function freshIdToken(): Promise<string> {
  const page = new LabBrowser({ address: issuer() }) // of the app: the provider answers no other origin
  const verifier = randomBytes(32).toString('base64url')
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  const form = {
    grant_type: 'authorization_code',
    code: await code(new LabBrowser({ origin: issuer() }), challenge),
    client_id: clientId,
    redirect_uri: redirectUri(),
    code_verifier: verifier,
  }
  const response = await page.send('POST', '/token', { form })
  const { id_token } = JSON.parse(response.text) as { id_token?: string }
  if (!id_token) throw new Error(`The local provider gave no ID token: ${response.status}`)
  return id_token
}
