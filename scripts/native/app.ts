import * as oidc from 'openid-client'
import type { z } from 'zod'
import { anonymousState, authenticatedState } from '@/lib/api-schema/answers'
import { localhostFetch } from '@/lib/localhost-fetch'
import type { TokenStrategyId } from '@/lib/strategies'
import { tokenExchange } from '@/lib/api-schema/tokens'
import { answered, isRefusal, timeoutSeconds, type Refusal } from './asked'
import { CannotTell } from './outcome'

export type AccessToken = { accessToken: string; expiresInSeconds: number }
export type Authenticated = z.infer<typeof authenticatedState>
export type Anonymous = z.infer<typeof anonymousState>

const named = (app: string) => `The app at ${app}`

/** How the app's list of sessions calls this program. */
const userAgent = 'bothways-native/1'

/** Our own token endpoints, as the library wants to know them. `app` is https, or on this machine. */
function endpointsOf(app: string): oidc.Configuration {
  const [token_endpoint, revocation_endpoint] = [`${app}/api/token/exchange`, `${app}/api/token/revoke`]
  const server = { issuer: app, token_endpoint, revocation_endpoint }
  const endpoints = new oidc.Configuration(server, 'native', undefined, oidc.None())
  if (app.startsWith('http:')) oidc.allowInsecureRequests(endpoints)
  endpoints.timeout = timeoutSeconds
  endpoints[oidc.customFetch] = (url, { headers, ...init }) =>
    localhostFetch(url, { ...init, headers: { ...headers, 'user-agent': userAgent } } as RequestInit)
  return endpoints
}

/** Our access token for the provider's (RFC 8693). */
export async function exchange(
  app: string,
  providerAccessToken: string,
  strategy: TokenStrategyId,
): Promise<AccessToken | Refusal> {
  const asked = oidc.genericGrantRequest(endpointsOf(app), tokenExchange, {
    subject_token: providerAccessToken,
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    strategy,
  })
  const response = await answered(named(app), asked)
  if (isRefusal(response)) return response
  return { accessToken: response.access_token, expiresInSeconds: response.expires_in ?? 0 }
}

/** Ends the session of an access token of ours (RFC 7009). The token itself, if it is a bearer, goes on until it expires.
 *  @returns a Refusal when the app would not */
export const revokeAtApp = async (app: string, accessToken: string): Promise<void | Refusal> =>
  answered(named(app), oidc.tokenRevocation(endpointsOf(app), accessToken))

/** @throws CannotTell when the app does not answer, or not yet */
export async function checkApp(app: string): Promise<void> {
  const { status } = await ask(app, '/readyz')
  if (status !== 200) throw new CannotTell(`${named(app)} is not ready: try again in a moment.`)
}

const shapes: Record<number, z.ZodType<Authenticated | Anonymous>> = {
  200: authenticatedState,
  401: anonymousState,
}

/** Who the token stands for, or why for nobody.
 *  @throws CannotTell when the app could not say */
export async function whoIs(app: string, accessToken: string): Promise<Authenticated | Anonymous> {
  const { status, body } = await ask(app, '/api/me', { authorization: `Bearer ${accessToken}` })
  const state = shapes[status]?.safeParse(body).data
  if (state) return state
  throw new CannotTell(`${named(app)} cannot tell right now: try again in a moment.`)
}

async function ask(app: string, path: string, headers: Record<string, string> = {}) {
  const signal = AbortSignal.timeout(timeoutSeconds * 1000)
  const asked = localhostFetch(app + path, {
    headers: { ...headers, 'user-agent': userAgent },
    redirect: 'manual', // a token goes to the app alone
    signal,
  }).then(async (response) => ({ status: response.status, body: await jsonOf(response) }))
  const answer = await answered(named(app), asked)
  if (isRefusal(answer)) throw new CannotTell(`${named(app)} does not answer as it should.`)
  return answer
}

const jsonOf = (response: Response): Promise<unknown> => response.json().catch(() => undefined)
