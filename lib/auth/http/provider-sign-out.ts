import 'server-only'
import { pressField } from '@/lib/api-schema/press-field'
import { logEvent } from '@/lib/log'
import { endSessionUrl, providerById, providerTimeout, verifyLogoutToken } from '@/lib/oidc'
import type { Session } from '../contract'
import { endSessionsByIssuer, signOut } from '../sign-out'
import type { RequestContext } from '../request-context'
import { verifySession } from '../read'
import { pressOf, runOnce, type FormOutcome } from './pressed-form'
import { isForm, readText } from './read-body'
import { toPage, withCookies } from './answer'
import { withOwnPolicy } from './page-status'
import { notNowPage, onwardPage } from './plain-page'
import { type Refusal, refusalFor } from './refusal'
import { routeOf } from './route'

/**
 * "Sign out here and at …": a plain form, the same with and without JavaScript. The session here ends first, because
 * the sign-out at the provider may fail. If the provider's metadata cannot be read, no session ends, and the account
 * page says so. If the form is sent twice, both answers lead to the same place.
 */
async function signOutThereToo(request: Request, ctx: RequestContext): Promise<Response> {
  const { headers } = request
  try {
    const press = pressOf({}, await pressIn(request), ctx.presented)
    return withOwnPolicy(headers, onward(await runOnce(press, () => leave(ctx), ctx.now)))
  } catch (error) {
    const { code } = refusalFor(error)
    if (code !== 'unavailable') return toPage(`/account?error=${code}`)
    return withOwnPolicy(headers, notNowPage('/account'))
  }
}

/** The routes of `/api/sign-out/provider`: a page that leads to the provider, or back. */
export const providerSignOutRoutes = routeOf(
  { POST: { origin: 'own' } },
  { POST: ({ request, ctx }) => signOutThereToo(request, ctx) },
)

/** Which press it is, where the form says so: it may be sent without a body. */
async function pressIn(request: Request): Promise<string | null> {
  if (!isForm(request)) return null
  const read = await readText(request)
  return read.ok ? new URLSearchParams(read.text).get(pressField) : null
}

/** `message`: the name of the provider that `leadsTo` is at. */
async function leave(ctx: RequestContext): Promise<FormOutcome> {
  const verified = await verifySession(ctx)
  if (!verified.ok) return verified
  const exit = await providerExit(verified.session)
  const cookies = await signOut(undefined, ctx)
  return exit
    ? { ok: true, leadsTo: exit.url, message: exit.name, cookies }
    : { ok: true, leadsTo: '/sign-in?notice=signed-out', cookies }
}

function onward(outcome: FormOutcome): Response {
  if (!outcome.ok)
    return toPage(outcome.code === 'not_authenticated' ? '/sign-in' : `/account?error=${outcome.code}`)
  const { leadsTo = '/', message, cookies = [] } = outcome
  const answer = message === undefined ? toPage(leadsTo) : onwardPage(leadsTo, message)
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
  const url = await endSessionUrl(described, idToken, providerTimeout())
  return url === null ? null : { url, name: described.name }
}

const noStore = { 'Cache-Control': 'no-store' }

/**
 * A provider tells that a session of its own has ended. Neither cookies nor the Origin are looked at: the signed token
 * alone decides.
 * @returns 200; 400 `invalid_request` for a token that is not believed or was used before; 503 when it could not be done
 * @see OpenID Connect Back-Channel Logout 1.0 §2.5, §2.8
 */
async function backChannelLogout(request: Request, now: Date): Promise<Response | Refusal> {
  if (!isForm(request)) return { ok: false, code: 'unsupported_media_type' }
  const read = await readText(request)
  if (!read.ok) return read
  const [token, another] = new URLSearchParams(read.text).getAll('logout_token')
  if (!token || another !== undefined) return refuse('exactly one logout_token is needed')
  const loggedOut = await verifyLogoutToken(token, providerTimeout(), now)
  if (!loggedOut.ok) return refuse(loggedOut.reason)
  const ended = await endSessionsByIssuer(loggedOut, now)
  if (!ended.ok) return refuse('this token was used before')
  logEvent('oidc.logged_out', { issuer: loggedOut.issuer, ended: ended.count, result: 'done' })
  return new Response(null, { status: 200, headers: noStore })
}

/** The routes of `/api/oidc/backchannel-logout`, for the servers of providers. */
export const backChannelLogoutRoutes = routeOf(
  { POST: { origin: 'any' } },
  { POST: ({ request, ctx }) => backChannelLogout(request, ctx.now) },
)

function refuse(reason: string) {
  logEvent('oidc.logout_refused', { reason, result: 'refused' })
  const body = { error: 'invalid_request', error_description: reason }
  return Response.json(body, { status: 400, headers: noStore })
}
