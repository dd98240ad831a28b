import * as oauth from 'oauth4webapi'
import { z } from 'zod'
import { isLoopbackUrl } from '@/lib/loopback'

/** Authorization code flow with PKCE, run by the browser as a public client. @see RFC 7636, RFC 9700 §2.1.1 */

export type Provider = { issuer: string; redirectUri: string; resource: string }

/** What a provider issued. Kept in memory alone, wherever ours are kept. */
export type Vouched = { accessToken: string; idToken: string; refreshToken: string | null }

export type Outcome = { vouched: Vouched } | { refused: string }

const client: oauth.Client = { client_id: 'spa' }
const scope = 'openid profile email api'
const publicClient = oauth.None()

/** http is for this machine alone. */
const options = ({ issuer }: Provider) => ({
  [oauth.allowInsecureRequests]: isLoopbackUrl(issuer),
})

async function discovered(provider: Provider) {
  const issuer = new URL(provider.issuer)
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options(provider)))
}

const transactionKey = 'spa.pkce'
const transactionShape = z.object({ state: z.string(), nonce: z.string(), verifier: z.string() })

/** What was kept for the way to the provider and back: taken once, then it is gone. */
function takeTransaction() {
  const text = sessionStorage.getItem(transactionKey)
  sessionStorage.removeItem(transactionKey)
  return text === null ? null : transactionShape.parse(JSON.parse(text))
}

/** Leaves for the provider. @throws when its metadata cannot be had */
export async function leaveFor(provider: Provider): Promise<void> {
  const { authorization_endpoint = '' } = await discovered(provider)
  const [state, nonce, verifier] = [
    oauth.generateRandomState(),
    oauth.generateRandomNonce(),
    oauth.generateRandomCodeVerifier(),
  ]
  const url = new URL(authorization_endpoint)
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: client.client_id,
    redirect_uri: provider.redirectUri,
    scope,
    resource: provider.resource,
    state,
    nonce,
    code_challenge_method: 'S256',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
  }).toString()
  sessionStorage.setItem(transactionKey, JSON.stringify({ state, nonce, verifier }))
  window.location.assign(url)
}

/** The provider's answer in the address, which it leaves at once; null where there is none. */
export function takeAnswer(): URLSearchParams | null {
  const answer = new URLSearchParams(window.location.search)
  if (!answer.has('code') && !answer.has('error')) return null
  window.history.replaceState(null, '', window.location.pathname)
  return answer
}

/** What the code stands for: `state` and `iss` of the answer, and the ID token with its nonce and signature, are checked. */
export async function redeem(provider: Provider, answer: URLSearchParams): Promise<Outcome> {
  const transaction = takeTransaction()
  if (!transaction) return { refused: 'This tab did not ask for that answer. Nothing was done with it.' }
  try {
    return { vouched: await redeemed(provider, answer, transaction) }
  } catch (error) {
    return { refused: why(error) }
  }
}

async function redeemed(
  provider: Provider,
  answer: URLSearchParams,
  { state, nonce, verifier }: z.infer<typeof transactionShape>,
): Promise<Vouched> {
  const server = await discovered(provider)
  const parameters = oauth.validateAuthResponse(server, client, answer, state)
  const asked = [server, client, publicClient, parameters, provider.redirectUri, verifier] as const
  const response = await oauth.authorizationCodeGrantRequest(...asked, options(provider))
  const expected = { expectedNonce: nonce, requireIdToken: true }
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, expected)
  await oauth.validateApplicationLevelSignature(server, response, options(provider))
  return {
    accessToken: tokens.access_token,
    idToken: tokens.id_token!,
    refreshToken: tokens.refresh_token ?? null,
  }
}

/** A new access token of the provider, and a new refresh token: each is good once. */
export async function refreshAt(provider: Provider, before: Vouched): Promise<Outcome> {
  if (before.refreshToken === null) return { refused: 'The provider gave no refresh token.' }
  try {
    const server = await discovered(provider)
    const asked = [server, client, publicClient, before.refreshToken] as const
    const response = await oauth.refreshTokenGrantRequest(...asked, options(provider))
    const { access_token, refresh_token, id_token } = await oauth.processRefreshTokenResponse(
      server,
      client,
      response,
    )
    const [accessToken, refreshToken, idToken] = [
      access_token,
      refresh_token ?? null,
      id_token ?? before.idToken,
    ]
    return { vouched: { accessToken, refreshToken, idToken } }
  } catch (error) {
    return { refused: why(error) }
  }
}

/** Tells the provider to take back what it issued. @returns the status of its answer @see RFC 7009 */
export async function revokeAt(provider: Provider, token: string): Promise<{ url: string; status: number }> {
  const server = await discovered(provider)
  const { status } = await oauth.revocationRequest(server, client, publicClient, token, options(provider))
  return { url: server.revocation_endpoint ?? '', status }
}

/** In the words of the provider or of the library, which never quote a token. */
export function why(error: unknown): string {
  if (error instanceof oauth.AuthorizationResponseError && error.error === 'access_denied')
    return 'You did not allow it at the provider: nothing was issued.'
  if (error instanceof oauth.AuthorizationResponseError || error instanceof oauth.ResponseBodyError)
    return `The provider refused: ${error.error_description ?? error.error}.`
  if (error instanceof oauth.OperationProcessingError) return `The answer was not believed: ${error.message}.`
  return 'The provider could not be reached. Nothing was changed.'
}
