import 'server-only'
import { logEvent } from '@/lib/log'
import { providerTimeoutMs, verifyLogoutToken } from '@/lib/oidc'
import { endSessionsByIssuer } from '../end-by-issuer'
import { problem } from './problem'
import { readText } from './read-body'
import { refusalFor } from './refusal-for'

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
