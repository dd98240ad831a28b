import 'server-only'
import { env } from '@/lib/env'
import type { CookieWrite } from '../contract'
import { serialiseCookie } from '../http/serialise-cookie'
import type { Scope } from './scope'

/** What went wrong at a provider, told on the sign-in page: for a person a problem document is no answer. */
export function withoutProvider(
  response: Response,
  { refusal }: Scope,
  action: string | undefined,
): Response {
  const location = response.headers.get('location')
  const isVague = location !== null && new URL(location).searchParams.get('error') === 'Configuration'
  const code = refusal?.code ?? (isVague ? vague(action) : null)
  if (code === null) return response
  const headers = new Headers(response.headers)
  headers.set('Location', `${env().AUTH_URL}/sign-in?error=${code}`)
  return new Response(null, { status: 302, headers })
}

/** Auth.js calls everything that is not the person's doing "Configuration". */
const vague = (action: string | undefined) =>
  action === 'signin' ? 'provider_unavailable' : 'provider_refused'

export function withCookies(response: Response, cookies: CookieWrite[]): Response {
  const headers = new Headers(response.headers)
  for (const cookie of cookies) headers.append('Set-Cookie', serialiseCookie(cookie))
  return new Response(response.body, { status: response.status, headers })
}
