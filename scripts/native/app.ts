import type { TokenStrategyId } from '@/lib/strategies'
import { endpoints } from '@/lib/api-schema/api'
import { tokenExchange } from '@/lib/api-schema/tokens'
import { createClient, nodeTransport, type Exchange, type ApiAnswerOf, type Prover } from '@/lib/client'
import { localhostFetch } from '@/lib/localhost-fetch'
import { timeoutSeconds, type OAuthRefusal, CannotTell } from './command'

export type AccessToken = { ok: true; accessToken: string; expiresInSeconds: number }
type Me = ApiAnswerOf<'GET /api/me'>
export type Authenticated = Extract<Me, { ok: true }>['value']
export type Anonymous = Extract<NonNullable<Extract<Me, { ok: false }>['problem']>, { status: 'anonymous' }>

const named = (app: string) => `The app at ${app}`

/** How the app's list of sessions calls this program. */
const userAgent = 'bothways-native/1'

/** The API of the app, whose every answer is checked against its schema. A token goes to `app` alone: no redirect is followed. */
const apiOf = (app: string) =>
  createClient(
    nodeTransport({ address: app, userAgent, timeoutMs: timeoutSeconds * 1000, fetch: localhostFetch }),
    endpoints,
  )

const silence = (app: string) =>
  new CannotTell(`${named(app)} does not answer as it should: is \`npm start\` running?`)

/** @throws CannotTell when it does not */
function thatAnswered<Answer extends Exchange>(app: string, answer: Answer): Answer {
  if (answer.status === 0) throw silence(app)
  return answer
}

/** The code of a token endpoint's refusal. @throws CannotTell for silence, disorder and faults on the other side */
function refusalOf(app: string, { status, problem }: Exchange & { problem: object | null }): OAuthRefusal {
  if (status < 400 || status >= 500 || !problem || !('error' in problem)) throw silence(app)
  return { ok: false, code: String(problem.error) }
}

/** Our access token for the provider's (RFC 8693).
 *  @param prover with the key that ours is to be bound to, where the strategy binds it
 *  @throws CannotTell when the app could not say */
export async function exchange(
  app: string,
  providerAccessToken: string,
  strategy: TokenStrategyId,
  prover: Prover | undefined,
): Promise<AccessToken | OAuthRefusal> {
  const form = {
    grant_type: tokenExchange,
    subject_token: providerAccessToken,
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    strategy,
  } as const
  const answer = await apiOf(app).call('POST /api/token/exchange', { form, prover })
  if (!answer.ok) return refusalOf(app, answer)
  const { access_token: accessToken, expires_in: expiresInSeconds } = answer.value
  return { ok: true, accessToken, expiresInSeconds }
}

/** Ends the session of an access token of ours (RFC 7009). The token itself goes on until it expires, unless each request
 *  looks its session up. No proof is asked for: to end a session one need not have its key.
 *  @throws CannotTell when it could not say */
export async function revokeAtApp(app: string, token: string): Promise<{ ok: true } | OAuthRefusal> {
  const answer = await apiOf(app).call('POST /api/token/revoke', { form: { token } })
  return answer.ok ? { ok: true } : refusalOf(app, answer)
}

/** @throws CannotTell when the app does not answer, or not yet */
export async function checkApp(app: string): Promise<void> {
  const { ok } = thatAnswered(app, await apiOf(app).call('GET /readyz'))
  if (!ok) throw new CannotTell(`${named(app)} is not ready: try again in a moment.`)
}

/** Who the token stands for, or why for nobody.
 *  @param prover with the key that the token is bound to, if to one
 *  @throws CannotTell when the app could not say */
export async function whoIs(
  app: string,
  accessToken: string,
  prover: Prover | undefined,
): Promise<Authenticated | Anonymous> {
  const answer = thatAnswered(app, await apiOf(app).call('GET /api/me', { accessToken, prover }))
  if (answer.ok) return answer.value
  if (answer.problem && 'because' in answer.problem) return answer.problem
  throw new CannotTell(`${named(app)} cannot tell right now: try again in a moment.`)
}
