import 'server-only'
import { NextRequest } from 'next/server'
import { env } from '@/lib/env'
import { readSetCookie } from '@/lib/set-cookie'
import { authjsInstanceOf, type AuthjsStrategyId } from '@/lib/strategies'
import type { Presented } from '../contract'
import { fitting, serialiseCookie } from '../http/answer'
import { sessionCookie, transientCookies } from '../parts/cookie'
import type { ProviderFlow } from '../provider-flow'
import type { RequestContext } from '../request-context'
import { databaseInstance, jwtInstance } from './instances'
import { redirect } from './next-page'
import type { ProviderRequest } from './start-provider-sign-in'
import type { AuthjsCallContext } from './call-context'
import { newCallContext, withCallContext } from './call-context'

type Instance = ReturnType<typeof databaseInstance>

const make = { database: databaseInstance, jwt: jwtInstance } satisfies Record<AuthjsStrategyId, unknown>
const made = new Map<string, Instance>()

/**
 * The Auth.js instance of a strategy, for one way of asking a provider, and for requests of our own or of others. Each is
 * made once in each copy of this module, and not once in a process: its hooks must find the call context of the same copy
 * (`call-context.ts`).
 */
function instance(strategy: AuthjsStrategyId, flow: ProviderRequest | null, isOurs: boolean): Instance {
  const name = JSON.stringify([
    strategy,
    isOurs,
    flow && [flow.provider.id, flow.withoutPkce, flow.forceReauthentication],
  ])
  const known = made.get(name) ?? make[strategy](flow, isOurs)
  made.set(name, known)
  return known
}

type Sent = {
  method: 'GET' | 'POST'
  url: URL
  headers: Headers
  body?: string | undefined
  /** made by this app, after it checked the origin of the person's request: Auth.js then asks for no CSRF token */
  isOurs?: true
}
export type AuthjsAnswer = {
  /** as Auth.js answered, with its cookies: for `toResponse`, or for a caller that keeps the cookies in a row */
  response: Response
  context: AuthjsCallContext
}

/**
 * Hands a request to Auth.js, without the cookies and parameters that Auth.js must not see.
 * @param begun the flow whose answer the request brings
 */
export async function callAuthjs(
  strategy: AuthjsStrategyId,
  flow: ProviderRequest | null,
  ctx: RequestContext,
  sent: Sent,
  begun?: ProviderFlow,
): Promise<AuthjsAnswer> {
  const context = newCallContext(ctx, flow, begun)
  const cookie = begun ? cookiesOfFlow(begun) : ownCookies(ctx.presented, strategy, flow)
  const request = cleaned(sent, cookie, flow)
  const { handlers } = instance(strategy, flow, sent.isOurs === true)
  const response = await withCallContext(context, () => handlers[sent.method](request))
  return { response, context }
}

function cleaned({ method, url, headers: sent, body }: Sent, cookie: string, flow: ProviderRequest | null) {
  const headers = new Headers(sent)
  headers.set('cookie', cookie)
  headers.delete('authorization')
  if (flow) headers.delete('x-auth-return-redirect') // where JSON is asked for, `handlers.ts` writes it
  const asked = new URL(url)
  if (flow && method === 'POST') asked.search = '' // Auth.js would copy the query into the authorization request
  if (flow && method === 'GET') asked.searchParams.delete('callbackUrl') // the flow has its own
  const callbackUrl = asked.searchParams.getAll('callbackUrl').at(-1)
  if (callbackUrl !== undefined)
    asked.searchParams.set('callbackUrl', redirect({ url: callbackUrl, baseUrl: env().AUTH_URL }))
  return new NextRequest(asked, { method, headers, body: body ?? null })
}

/** Of the cookies that Auth.js issued: name → value, as they stand in the header. */
export const cookiesIssued = ({ headers }: Response): Map<string, string> =>
  new Map(
    headers
      .getSetCookie()
      .map(readSetCookie)
      .map(({ name, value = '' }) => [name, value] as const),
  )

/**
 * The answer of a route that has nothing to do with a provider. Our cookies instead of Auth.js's where we issued some;
 * on a mere read the session cookie is not sent again. Where to go next is in each request, never in a cookie.
 */
export function toResponse({ response, context }: AuthjsAnswer, strategy: AuthjsStrategyId): Response {
  const { cookies = [] } = context
  const headers = new Headers(response.headers)
  headers.delete('set-cookie')
  const location = headers.get('location')
  if (location) headers.set('Location', withOwnPath(location, context))
  headers.set('Cache-Control', 'no-store')
  const session = sessionCookie(strategy)
  const { callbackUrl } = transientCookies(strategy, 'none')
  for (const cookie of response.headers.getSetCookie())
    if (!cookie.startsWith(`${callbackUrl}=`))
      if (!cookie.startsWith(`${session}=`) || cookie.startsWith(`${session}=;`))
        headers.append('Set-Cookie', cookie)
  for (const cookie of cookies) headers.append('Set-Cookie', serialiseCookie(cookie))
  return new Response(response.body, { status: response.status, headers })
}

/** Our sign-in page takes a path to come back to, where Auth.js sends it a whole URL. */
function withOwnPath(location: string, { cookies = [] }: AuthjsCallContext): string {
  const url = new URL(location, env().AUTH_URL)
  const callbackUrl = url.searchParams.get('callbackUrl')
  if (url.pathname === '/sign-in' && callbackUrl?.startsWith(`${env().AUTH_URL}/`))
    url.searchParams.set('callbackUrl', callbackUrl.slice(env().AUTH_URL.length))
  if (url.origin !== env().AUTH_URL) return url.href
  return env().AUTH_URL + fitting(url.href.slice(env().AUTH_URL.length), cookies)
}

/**
 * The Cookie header that Auth.js gets to see: the cookies of its own instance by their exact names, each at most once.
 * It would join names that only start with the session cookie's as chunks of it.
 * In a flow with a provider it sees no session: it would connect the new identity to whoever is signed in.
 */
export function ownCookies(
  { cookies }: Presented,
  strategy: AuthjsStrategyId,
  flow: ProviderRequest | null,
): string {
  const { csrfToken } = transientCookies(strategy, 'none')
  const own = flow ? [csrfToken] : [csrfToken, sessionCookie(strategy)]
  return own.flatMap((name) => (cookies.get(name) ? [`${name}=${cookies.get(name)}`] : [])).join('; ')
}

/** For the answer of a provider: what Auth.js wanted kept when the flow began. */
export function cookiesOfFlow({ strategy, provider, callbackUrl, checks }: ProviderFlow): string {
  const { callbackUrl: name } = transientCookies(authjsInstanceOf(strategy), provider)
  return `${checks}; ${name}=${encodeURIComponent(env().AUTH_URL + callbackUrl)}`
}

const checked = ['state', 'pkceCodeVerifier', 'nonce'] as const

/** What Auth.js wants kept until the answer comes. @param issued its cookies, by name */
export function checksIn(issued: ReadonlyMap<string, string>, strategy: AuthjsStrategyId, provider: string) {
  const names = transientCookies(strategy, provider)
  return checked
    .map((check) => names[check])
    .flatMap((name) => (issued.has(name) ? [`${name}=${issued.get(name)}`] : []))
    .join('; ')
}
