import * as oauth from 'oauth4webapi'
import { z } from 'zod'
import { isLoopbackUrl } from '@/lib/loopback'

/** Authorization code flow with PKCE, run by the browser as a public client. @see RFC 7636, RFC 9700 §2.1.1 */

export type Provider = { issuer: string; redirectUri: string; resource: string }

/** What a provider issued. Kept in memory alone, wherever ours are kept. */
export type ProviderTokens = { accessToken: string; idToken: string; refreshToken: string | null }

/** `message`: for people, without a token */
export type ProviderRefusal = {
  ok: false
  code: 'not_asked' | 'no_refresh_token' | 'denied' | 'refused' | 'not_believed' | 'unreachable'
  message: string
}

type Issued = { ok: true; tokens: ProviderTokens } | ProviderRefusal

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

/** Leaves for the provider, unless its metadata cannot be had. */
export async function leaveFor(provider: Provider): Promise<{ ok: true } | ProviderRefusal> {
  try {
    window.location.assign(await authorizationRequest(provider))
    return { ok: true }
  } catch (error) {
    return providerRefusal(error)
  }
}

/** The address to go to. What its answer will be compared with is kept in this tab. */
async function authorizationRequest(provider: Provider): Promise<URL> {
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
  return url
}

/** The provider's answer in the address, which it leaves at once; null where there is none. */
export function takeAnswer(): URLSearchParams | null {
  const answer = new URLSearchParams(window.location.search)
  if (!answer.has('code') && !answer.has('error')) return null
  window.history.replaceState(null, '', window.location.pathname)
  return answer
}

const notAsked: ProviderRefusal = {
  ok: false,
  code: 'not_asked',
  message: 'This tab did not ask for that answer. Nothing was done with it.',
}

/** What the code stands for: `state` and `iss` of the answer, and the ID token with its nonce and signature, are checked. */
export async function redeem(provider: Provider, answer: URLSearchParams): Promise<Issued> {
  const transaction = takeTransaction()
  if (!transaction) return notAsked
  try {
    return { ok: true, tokens: await redeemed(provider, answer, transaction) }
  } catch (error) {
    return providerRefusal(error)
  }
}

async function redeemed(
  provider: Provider,
  answer: URLSearchParams,
  { state, nonce, verifier }: z.infer<typeof transactionShape>,
): Promise<ProviderTokens> {
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

const noRefreshToken: ProviderRefusal = {
  ok: false,
  code: 'no_refresh_token',
  message: 'The provider gave no refresh token.',
}

/** A new access token of the provider, and a new refresh token: each is good once. */
export async function refreshAt(provider: Provider, before: ProviderTokens): Promise<Issued> {
  if (before.refreshToken === null) return noRefreshToken
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
    return { ok: true, tokens: { accessToken, refreshToken, idToken } }
  } catch (error) {
    return providerRefusal(error)
  }
}

/** Tells the provider to take back what it issued. @returns `ok` with the status of its answer, whatever that is @see RFC 7009 */
export async function revokeAt(
  provider: Provider,
  token: string,
): Promise<{ ok: true; url: string; status: number } | ProviderRefusal> {
  try {
    const server = await discovered(provider)
    const { status } = await oauth.revocationRequest(server, client, publicClient, token, options(provider))
    return { ok: true, url: server.revocation_endpoint ?? '', status }
  } catch (error) {
    return providerRefusal(error)
  }
}

/** What was thrown, in the words of the provider or of the library, which never quote a token. */
function providerRefusal(error: unknown): ProviderRefusal {
  const refusal = (code: ProviderRefusal['code'], message: string) => ({ ok: false, code, message }) as const
  if (error instanceof oauth.AuthorizationResponseError && error.error === 'access_denied')
    return refusal('denied', 'You did not allow it at the provider: nothing was issued.')
  if (error instanceof oauth.AuthorizationResponseError || error instanceof oauth.ResponseBodyError)
    return refusal('refused', `The provider refused: ${error.error_description ?? error.error}.`)
  if (error instanceof oauth.OperationProcessingError)
    return refusal('not_believed', `The answer was not believed: ${error.message}.`)
  return refusal('unreachable', 'The provider could not be reached. Nothing was changed.')
}
