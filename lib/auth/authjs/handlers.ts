import 'server-only'
import type { NextRequest } from 'next/server'
import { env } from '@/lib/env'
import type { CookieStrategyId, CookieWrite } from '../contract'
import { logRefusal, problem, refusalFor } from '../http/refusal'
import { identify, requestOrigin } from '../http/identify'
import { withOwnPolicy } from '../http/page-status'
import { readText } from '../http/read-body'
import { withCookies } from '../http/answer'
import type { RequestContext } from '../request-context'
import { beginFlow } from './start-provider-sign-in'
import { providerCallback } from './callback'
import { callAuthjs, toResponse } from './call-authjs'
import { providerRequest, signInPage, type ProviderRequest } from './provider-request'

type Method = 'GET' | 'POST'
type NextHandler = (request: NextRequest) => Promise<Response>

/** What Auth.js offers and this app has open, besides the routes of the providers that are configured. */
const open =
  /^\/api\/auth\/[a-z]+\/(csrf|session|providers|error|verify-request|signin|signout|(signin|callback)\/credentials)$/
const ofProvider = /^\/api\/auth\/[a-z]+\/(signin|callback)\/([\w-]+)$/

/**
 * Auth.js's own routes of one instance, with what it does not do: refuse what comes from another site, keep junk
 * cookies from it, say 503 instead of "signed out" when the database is away, and forbid caching.
 */
export function handlers(strategy: CookieStrategyId) {
  const answer =
    (method: Method): NextHandler =>
    async (request) => {
      try {
        const ctx = identify(request.headers)
        const route = routeOf(request, method, ctx)
        if (!route) return problem({ code: 'not_found' })
        if (method === 'POST' && requestOrigin(request.headers) === 'foreign') return crossOrigin(request)
        if ('answered' in route) return await answerOf(request, strategy, route.answered, ctx)
        const read = method === 'POST' ? await readText(request) : undefined
        if (read && !read.ok) return problem(read)
        const body = read?.text
        if ('asked' in route) return await signInThrough(request, strategy, route.asked, ctx, body ?? '')
        const { headers, nextUrl } = request
        const sent = { method, headers, url: new URL(nextUrl.href), body }
        const exchanged = await callAuthjs(strategy, null, ctx, sent)
        const { refusal } = exchanged.context
        return refusal ? problem(refusal) : toResponse(exchanged, strategy)
      } catch (error) {
        return problem(refusalFor(error))
      }
    }
  const wrong = async () => problem({ code: 'method_not_allowed' }, { Allow: 'GET, HEAD, POST' })
  const refused = { PUT: wrong, PATCH: wrong, DELETE: wrong, OPTIONS: wrong }
  return { GET: answer('GET'), HEAD: answer('GET'), POST: answer('POST'), ...refused }
}

/** One of Auth.js alone; or a provider that is asked, or has answered. */
type Route = { ofAuthjs: true } | { asked: ProviderRequest } | { answered: ProviderRequest }

/** @returns null where nothing is: an action that is not open, a provider that is not configured, a posted answer */
function routeOf({ nextUrl }: NextRequest, method: Method, ctx: RequestContext): Route | null {
  if (open.test(nextUrl.pathname)) return { ofAuthjs: true }
  const [, action, providerId = ''] = ofProvider.exec(nextUrl.pathname) ?? []
  const flow = action ? providerRequest(providerId, ctx.presented, 'sign-in') : null
  if (!flow) return null
  if (action === 'callback') return method === 'GET' ? { answered: flow } : null
  return method === 'GET' ? { ofAuthjs: true } : { asked: flow } // only a press of its button begins a sign-in
}

/** HEAD asks whether there is something, and must not spend it. */
async function answerOf(
  request: NextRequest,
  strategy: CookieStrategyId,
  { provider }: ProviderRequest,
  ctx: RequestContext,
) {
  if (request.method === 'HEAD') return problem({ code: 'method_not_allowed' }, { Allow: 'GET' })
  return withOwnPolicy(request.headers, await providerCallback(request, strategy, provider, ctx))
}

/**
 * Auth.js's own way to begin: a redirect, or JSON for `next-auth/react`. A script that follows it is under no
 * `form-action`, and a form of our own pages goes to `/api/sign-in/{provider}`.
 */
async function signInThrough(
  request: NextRequest,
  strategy: CookieStrategyId,
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
  logRefusal({ code: 'cross_origin' }, headers, nextUrl.pathname)
  return problem({ code: 'cross_origin' })
}
