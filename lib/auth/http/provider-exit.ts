import 'server-only'
import { endSessionUrl, providerById, providerTimeoutMs } from '@/lib/oidc'
import type { RequestContext } from '../request-context'
import type { Session } from '../contract'
import { signOut } from '../sign-out'
import { verifySession } from './verify-session'
import { logRefusal } from './log-refusal'
import { requestOrigin } from './origin'
import { withOwnPolicy } from './page-status'
import { requestContext } from './presented'
import { problem } from './problem'
import { refusalFor } from './refusal-for'
import { notNowPage, onwardPage } from './standalone-page'
import { toPage, withCookies } from './to-page'

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
    return withOwnPolicy(headers, await leave(requestContext(headers), new Date()))
  } catch (error) {
    const { code } = refusalFor(error)
    if (code !== 'unavailable') return toPage(`/account?error=${code}`)
    return withOwnPolicy(headers, notNowPage('/account'))
  }
}

async function leave(ctx: RequestContext, now: Date): Promise<Response> {
  const session = await verifySession(ctx, now)
  if ('code' in session) return toPage('/sign-in')
  const exit = await providerExit(session)
  const cookies = await signOut(undefined, ctx, now)
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
