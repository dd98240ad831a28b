import 'server-only'
import type { NextRequest } from 'next/server'
import { untilHeard } from '@/lib/db/changes'
import { env } from '@/lib/env'
import { settleProviderFlow } from '@/lib/accounts'
import type { ProviderDescription } from '@/lib/oidc'
import { authjsInstanceOf, cookieStrategyIds, type AuthjsStrategyId } from '@/lib/strategies'
import type { CookieWrite } from '../contract'
import { logRefusal, problem, refused, refusalFor } from '../http/refusal'
import { identify } from '../http/identify'
import { withOwnPolicy } from '../http/page-status'
import { readText } from '../http/read-body'
import { withCookies, fitting, toPage } from '../http/answer'
import type { RequestContext } from '../request-context'
import { answerLaterPage } from '../http/plain-page'
import { flowBrowserOf, spendFlow, type NotSpent, type ProviderFlow } from '../provider-flow'
import { read, verifySession } from '../read'
import { refusalPage, signInPage } from './next-page'
import { beginFlow, providerRequest, type ProviderRequest, providerRequestOf } from './start-provider-sign-in'
import { callAuthjs, toResponse, type AuthjsAnswer } from './call-authjs'
import { requestOrigin } from '../http/origin'

type Method = 'GET' | 'POST'
type NextHandler = (request: NextRequest) => Promise<Response>

/** The routes of Auth.js that this app serves, besides those of the configured providers. */
const open =
  /^\/api\/auth\/[a-z]+\/(csrf|session|providers|error|verify-request|signin|signout|(signin|callback)\/credentials)$/
const ofProvider = /^\/api\/auth\/[a-z]+\/(signin|callback)\/([\w-]+)$/

/**
 * Auth.js's own routes of one instance, with what it does not do: refuse what comes from another site, keep junk
 * cookies from it, say 503 instead of "signed out" when the database is away, and forbid caching.
 */
export function handlers(strategy: AuthjsStrategyId) {
  const answer =
    (method: Method): NextHandler =>
    async (request) => {
      try {
        const ctx = identify(request.headers)
        const route = servedRoute(request, method, ctx)
        if (!route) return problem(refused('not_found'))
        if (method === 'POST' && requestOrigin(request.headers) === 'foreign') return crossOrigin(request)
        if ('answered' in route) return await answerOf(request, strategy, route.answered, ctx)
        const read = method === 'POST' ? await readText(request) : undefined
        if (read && !read.ok) return problem(read)
        const body = read?.text
        if ('asked' in route) return await signInThrough(request, strategy, route.asked, ctx, body ?? '')
        const { headers, nextUrl } = request
        const sent = { method, headers, url: new URL(nextUrl.href), body }
        const exchanged = await callAuthjs(strategy, null, ctx, sent)
        if (method === 'POST') await untilHeard()
        const { refusal } = exchanged.context
        return refusal ? problem(refusal) : toResponse(exchanged, strategy)
      } catch (error) {
        return problem(refusalFor(error))
      }
    }
  const wrong = async () => problem(refused('method_not_allowed'), { Allow: 'GET, HEAD, POST' })
  return {
    GET: answer('GET'),
    HEAD: answer('GET'),
    POST: answer('POST'),
    PUT: wrong,
    PATCH: wrong,
    DELETE: wrong,
    OPTIONS: wrong,
  }
}

/** What a path is: a route of Auth.js alone, the start of a flow with a provider, or the provider's answer. */
type Route = { ofAuthjs: true } | { asked: ProviderRequest } | { answered: ProviderRequest }

/** @returns null for a route that is not served, a provider that is not configured, and an answer that was posted */
function servedRoute({ nextUrl }: NextRequest, method: Method, ctx: RequestContext): Route | null {
  if (open.test(nextUrl.pathname)) return { ofAuthjs: true }
  const [, action, providerId = ''] = ofProvider.exec(nextUrl.pathname) ?? []
  const flow = action ? providerRequest(providerId, ctx.presented, 'sign-in') : null
  if (!flow) return null
  if (action === 'callback') return method === 'GET' ? { answered: flow } : null
  return method === 'GET' ? { ofAuthjs: true } : { asked: flow } // only a press of its button begins a sign-in
}

/** HEAD must not spend a flow. */
async function answerOf(
  request: NextRequest,
  strategy: AuthjsStrategyId,
  { provider }: ProviderRequest,
  ctx: RequestContext,
) {
  if (request.method === 'HEAD') return problem(refused('method_not_allowed'), { Allow: 'GET' })
  return withOwnPolicy(request.headers, await providerCallback(request, strategy, provider, ctx))
}

/**
 * Auth.js's own way to begin: a redirect, or JSON for `next-auth/react`. A script that follows it is under no
 * `form-action`, and a form of our own pages goes to `/api/sign-in/{provider}`.
 */
async function signInThrough(
  request: NextRequest,
  strategy: AuthjsStrategyId,
  flow: ProviderRequest,
  ctx: RequestContext,
  body: string,
) {
  const { headers, nextUrl } = request
  const sent = { url: new URL(nextUrl.href), headers, body }
  const asked = { strategy, flow, intent: 'sign-in' as const, userId: null }
  const begun = await beginFlow(asked, ctx, sent)
  if (begun.ok) return leadTo(begun.url, headers, begun.cookies)
  if (begun.code === 'page') return leadTo(env().AUTH_URL + begun.path, headers)
  if (begun.code === 'unavailable') return problem(begun)
  return leadTo(env().AUTH_URL + signInPage({ error: begun.code }), headers)
}

/** As Auth.js does: a redirect, or for a script that asks so the URL in JSON. */
function leadTo(url: string, sent: Headers, cookies: CookieWrite[] = []): Response {
  const headers = { 'Cache-Control': 'no-store' }
  const response = sent.has('x-auth-return-redirect')
    ? Response.json({ url }, { headers })
    : new Response(null, { status: 302, headers: { ...headers, Location: url } })
  return withCookies(response, cookies)
}

function crossOrigin({ headers, nextUrl }: NextRequest) {
  logRefusal(refused('cross_origin'), headers, nextUrl.pathname)
  return problem(refused('cross_origin'))
}

/**
 * The answer of a provider, which the person's browser brings. What it is for is in the flow that its `state` names.
 * Every way in which it can end leads to a page that says so.
 */
export async function providerCallback(
  { headers, nextUrl }: NextRequest,
  strategy: AuthjsStrategyId,
  provider: ProviderDescription,
  ctx: RequestContext,
): Promise<Response> {
  try {
    const answer = {
      state: onlyOne(nextUrl.searchParams, 'state'),
      browser: flowBrowserOf(ctx.presented),
      strategies: cookieStrategyIds.filter((id) => authjsInstanceOf(id) === strategy),
      provider: provider.id,
    }
    const spent = await spendFlow(answer, ctx.now)
    if (!spent.ok) return await notSpent(spent, ctx)
    const { flow } = spent
    const fault = await ownerFault(flow, ctx)
    if (fault) return toFault(flow, fault)
    const sent = { method: 'GET' as const, url: new URL(nextUrl.href), headers }
    const exchanged = await callAuthjs(strategy, providerRequestOf(provider, flow), ctx, sent, flow)
    return await ended(flow, exchanged, nextUrl.searchParams.get('error'))
  } catch (error) {
    const { code } = refusalFor(error)
    return code === 'unavailable' ? answerLaterPage() : toFault(nowhere, code)
  }
}

const nowhere = { intent: 'sign-in', callbackUrl: '/account' } as const

const toFault = (flow: Pick<ProviderFlow, 'intent' | 'callbackUrl'>, code: string) =>
  toPage(refusalPage(flow, code), [], 302)

const onlyOne = (parameters: URLSearchParams, name: string) => {
  const [value = null, another] = parameters.getAll(name)
  return another === undefined ? value : null
}

/**
 * An answer whose flow cannot be spent: it was spent before, was begun in another browser, took too long, or is
 * unknown. A person who is signed in is led on to their page; if they tried to connect an identity and took too long,
 * they are told.
 */
async function notSpent(result: NotSpent, ctx: RequestContext): Promise<Response> {
  const flow = result.code === 'begun_elsewhere' ? nowhere : result.flow
  const reading = await read(ctx)
  if (reading.state.status === 'unavailable') return answerLaterPage()
  const isTold = result.code === 'took_too_long' && flow.intent !== 'sign-in'
  if (reading.ok) return isTold ? toFault(flow, result.code) : toPage(flow.callbackUrl)
  return toFault({ intent: 'sign-in', callbackUrl: flow.callbackUrl }, result.code)
}

/** A flow that connects an identity is refused unless the person who began it is signed in. */
async function ownerFault({ intent, userId }: ProviderFlow, ctx: RequestContext) {
  if (intent !== 'connect') return null
  const verified = await verifySession(ctx)
  if (!verified.ok) return 'connect_signed_out'
  return verified.session.person.id === userId ? null : 'connect_other_person'
}

async function ended(flow: ProviderFlow, { response, context }: AuthjsAnswer, error: string | null) {
  const { refusal, outcome, provenPerson, cookies = [] } = context
  if (refusal) return refusal.code === 'unavailable' ? answerLaterPage() : toFault(flow, refusal.code)
  if (outcome && !outcome.ok) return toFault(flow, outcome.code)
  await settleProviderFlow(context.ctx.visitor)
  if (outcome) return toPage(outcome.page, cookies, 302)
  const isThere = response.headers.get('location') === env().AUTH_URL + flow.callbackUrl
  if (provenPerson && isThere) return toPage(fitting(flow.callbackUrl, cookies), cookies, 302)
  return toFault(flow, faultOf(response, error))
}

/** Error codes for a fault of the provider itself (RFC 6749 §4.1.2.1). */
const unwell = ['server_error', 'temporarily_unavailable']

/** Auth.js says whether the answer was an error, in the right form; the provider says which. */
function faultOf({ headers }: Response, error: string | null): string {
  const { searchParams } = new URL(headers.get('location') ?? '', env().AUTH_URL)
  if (searchParams.get('error') !== 'OAuthCallbackError') return 'provider_refused'
  if (error === 'access_denied') return 'OAuthCallbackError'
  return unwell.includes(error ?? '') ? 'provider_unavailable' : 'provider_error'
}
