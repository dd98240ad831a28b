import * as oidc from 'openid-client'
import { answered, timeoutSeconds, type OAuthRefusal, CannotTell } from './command'
import type { AccessToken } from './app'
import type { Places } from './token-file'

export type Provider = oidc.Configuration

/** What the provider gives for a code or for a refresh token; the ID token has been checked and is let go. */
export type ProviderTokens = AccessToken & { refreshToken: string }

const named = (issuer: string) => `The local provider at ${issuer}`

/** Asks the provider what it is. The issuer must call itself exactly that; ID tokens are verified by its keys.
 *  It speaks http, on the loopback address: nowhere else would the library be told to allow that.
 *  @throws CannotTell when it does not answer */
export async function discoverProvider({ issuer }: Pick<Places, 'issuer'>): Promise<Provider> {
  const execute = [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks]
  const options = { execute, timeout: timeoutSeconds }
  const asked = oidc.discovery(new URL(issuer), 'native', undefined, oidc.None(), options)
  const found = await answered(named(issuer), asked)
  if (!found.ok) throw new CannotTell(`${named(issuer)} is somebody else: what listens there?`)
  return found.value
}

export type Checks = { pkceCodeVerifier: string; expectedState: string; expectedNonce: string }

/** What only the program that asks knows (RFC 7636, OpenID Connect Core §3.1.2.1). */
export const newChecks = (): Checks => ({
  pkceCodeVerifier: oidc.randomPKCECodeVerifier(),
  expectedState: oidc.randomState(),
  expectedNonce: oidc.randomNonce(),
})

/** The address to open in a browser. Names our API, so that the access token is for it (RFC 8707). */
export async function authorizationUrl(
  provider: Provider,
  redirectUri: string,
  app: string,
  { pkceCodeVerifier, expectedState, expectedNonce }: Checks,
): Promise<URL> {
  return oidc.buildAuthorizationUrl(provider, {
    redirect_uri: redirectUri,
    scope: 'openid profile email api',
    resource: `${app}/api`,
    state: expectedState,
    nonce: expectedNonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  })
}

function tokensIn(response: oidc.TokenEndpointResponse): ProviderTokens | OAuthRefusal {
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: expiresInSeconds } = response
  if (refreshToken === undefined || expiresInSeconds === undefined) return { ok: false, code: 'unbelievable' }
  return { ok: true, accessToken, refreshToken, expiresInSeconds }
}

const issuerOf = (provider: Provider) => provider.serverMetadata().issuer

/** Exchanges the code for tokens. Checks state and `iss` (RFC 9207) of the answer before, and signature, nonce, audience
 *  and time of the ID token after.
 *  @param answer where the browser came back to, whole */
export async function redeem(
  provider: Provider,
  answer: URL,
  checks: Checks,
): Promise<ProviderTokens | OAuthRefusal> {
  const asked = oidc.authorizationCodeGrant(provider, answer, { ...checks, idTokenExpected: true })
  const response = await answered(named(issuerOf(provider)), asked)
  return response.ok ? tokensIn(response.value) : response
}

/** The refresh token is spent by this, whatever comes of it. */
export async function refreshAtProvider(
  provider: Provider,
  refreshToken: string,
): Promise<ProviderTokens | OAuthRefusal> {
  const asked = oidc.refreshTokenGrant(provider, refreshToken)
  const response = await answered(named(issuerOf(provider)), asked)
  return response.ok ? tokensIn(response.value) : response
}

/** Ends what the person allowed this program, with every refresh token of it (RFC 7009). */
export async function revokeAtProvider(
  provider: Provider,
  refreshToken: string,
): Promise<{ ok: true } | OAuthRefusal> {
  const hint = { token_type_hint: 'refresh_token' }
  return answered(named(issuerOf(provider)), oidc.tokenRevocation(provider, refreshToken, hint))
}
