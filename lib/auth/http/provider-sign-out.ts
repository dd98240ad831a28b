import 'server-only'
import { logEvent } from '@/lib/log'
import { endSessionUrl, providerById, providerTimeoutMs, verifyLogoutToken } from '@/lib/oidc'
import type { Session } from '../contract'
import { endSessionsByIssuer } from '../end-by-issuer'
import type { RequestContext } from '../request-context'
import { signOut } from '../sign-out'
import { toPage, withCookies } from './answer'
import { identify, requestOrigin } from './identify'
import { verifySession } from './page-state'
import { withOwnPolicy } from './page-status'
import { notNowPage, onwardPage } from './plain-page'
import { readText } from './read-body'
import { logRefusal, problem, refusalFor } from './refusal'

/**
 * "Sign out here and at …": a plain form, the same with and without JavaScript. Here first: what the provider makes of it
 * is out of our hands. Where the provider does not say where to go, nothing ends, and the account page says so.
 */
export async function signOutThereToo(request: Request): Promise<Response> {
  const { headers } = request
  if (requestOrigin(headers) !== 'own') {
    logRefusal({ code: 'cross_origin' }, headers, '/api/sign-out/provider')
    return problem({ code: 'cross_origin' })
  }
  try {
    return withOwnPolicy(headers, await leave(identify(headers)))
  } catch (error) {
    const { code } = refusalFor(error)
    if (code !== 'unavailable') return toPage(`/account?error=${code}`)
    return withOwnPolicy(headers, notNowPage('/account'))
  }
}

async function leave(ctx: RequestContext): Promise<Response> {
  const session = await verifySession(ctx)
  if ('code' in session) return toPage('/sign-in')
  const exit = await providerExit(session)
  const cookies = await signOut(undefined, ctx)
  const answer = exit ? onwardPage(exit.url, exit.name) : toPage('/sign-in?notice=signed-out')
  answer.headers.set('Clear-Site-Data', '"cache"') // also what the browser kept of pages seen while signed in
  return withCookies(answer, cookies)
}

/**
 * Where the browser ends its session at the provider that vouched for it, and whose place that is.
 * @returns null after a password, and for a provider that has no such place or is not configured any more
 * @throws ProviderFault when the provider does not say
 */
async function providerExit({ provider, upstream }: Session): Promise<{ url: string; name: string } | null> {
  const described = upstream && providerById(provider)
  if (!described) return null
  const idToken = upstream.idTokenData.as === 'id-token' ? upstream.idTokenData.idToken : null
  const url = await endSessionUrl(described, idToken, AbortSignal.timeout(providerTimeoutMs))
  return url === null ? null : { url, name: described.name }
}

const noStore = { 'Cache-Control': 'no-store' }

/**
 * A provider tells that a session of its own has ended. No cookie, no origin: the signed token alone counts.
 * @returns 200; 400 `invalid_request` for a token that is not believed or was used before; 503 when it could not be done
 * @see OpenID Connect Back-Channel Logout 1.0 §2.5, §2.8
 */
export async function backChannelLogout(request: Request): Promise<Response> {
  try {
    const token = await logoutTokenOf(request)
    if (typeof token !== 'string') return token
    const now = new Date()
    const loggedOut = await verifyLogoutToken(token, AbortSignal.timeout(providerTimeoutMs), now)
    if ('refused' in loggedOut) return refuse(loggedOut.refused)
    const ended = await endSessionsByIssuer(loggedOut, now)
    if (ended === 'replayed') return refuse('this token was used before')
    logEvent('oidc.logged_out', { issuer: loggedOut.issuer, ended, result: 'done' })
    return new Response(null, { status: 200, headers: noStore })
  } catch (error) {
    return problem(refusalFor(error))
  }
}

async function logoutTokenOf(request: Request): Promise<string | Response> {
  if (!request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded'))
    return problem({ code: 'unsupported_media_type' })
  const text = await readText(request)
  if (typeof text === 'object') return problem(text)
  const [token, another] = new URLSearchParams(text).getAll('logout_token')
  return token && another === undefined ? token : refuse('exactly one logout_token is needed')
}

function refuse(reason: string) {
  logEvent('oidc.logout_refused', { reason, result: 'refused' })
  const body = { error: 'invalid_request', error_description: reason }
  return Response.json(body, { status: 400, headers: noStore })
}
