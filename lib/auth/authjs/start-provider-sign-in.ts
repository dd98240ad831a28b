import 'server-only'
import { z } from 'zod'
import { env } from '@/lib/env'
import { callbackPath } from '@/lib/api-schema/callback-path'
import { strategy as cookieStrategy } from '@/lib/api-schema/fields'
import type { RequestContext } from '../request-context'
import type { CookieStrategyId, CookieWrite } from '../contract'
import { verifySession } from '../http/verify-session'
import { logRefusal } from '../http/log-refusal'
import { requestOrigin } from '../http/origin'
import { withOwnPolicy } from '../http/page-status'
import { requestContext } from '../http/presented'
import { problem, type Refusal } from '../http/problem'
import { readText } from '../http/read-body'
import { refusalFor } from '../http/refusal-for'
import { notNowPage, onwardPage } from '../http/standalone-page'
import { toPage, withCookies } from '../http/to-page'
import type { Intent } from '../provider-flow'
import { chosenStrategy } from '../read'
import { renew } from '../renew'
import { beginFlow, type FlowBegun } from './begin'
import { cookiesIssued, callAuthjs } from './call-authjs'
import { refusalPage, providerRequest, signInPage, type ProviderRequest } from './provider-request'

/** The button stands in the sign-in form: what else is in it (an address, a password) is not looked at. */
const form = z.object({
  strategy: cookieStrategy.optional(),
  callbackUrl: z.unknown().optional().transform(callbackPath),
  intent: z.enum(['sign-in', 'again', 'connect']).default('sign-in'),
})

/**
 * "Continue with …": a plain form, so that it works without JavaScript. Sends the browser to the provider, through
 * Auth.js's own sign-in route: what Auth.js wants, a token against cross-site requests, is fetched on the way.
 * @param request form-encoded: strategy?, callbackUrl?, intent?
 */
export async function startProviderSignIn(request: Request, providerId: string): Promise<Response> {
  try {
    const started = await start(request, providerId, requestContext(request.headers), new Date())
    if (started instanceof Response) return withOwnPolicy(request.headers, started)
    logRefusal(started, request.headers, '/api/sign-in/{provider}')
    return problem(started)
  } catch (error) {
    return problem(refusalFor(error))
  }
}

async function start(
  request: Request,
  providerId: string,
  ctx: RequestContext,
  now: Date,
): Promise<Response | Refusal> {
  if (requestOrigin(request.headers) !== 'own') return { code: 'cross_origin' }
  if (!request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded'))
    return { code: 'unsupported_media_type' }
  const text = await readText(request)
  if (typeof text === 'object') return text
  const { data } = form.safeParse(Object.fromEntries(new URLSearchParams(text)))
  if (!data) return { code: 'malformed_request' }
  const flow = providerRequest(providerId, ctx.presented, data.intent)
  if (!flow) return { code: 'not_found' }
  const asked = { ...data, strategy: data.strategy ?? chosenStrategy(ctx.presented) }
  return begun(flow, asked, ctx, now)
}

type Asked = { strategy: CookieStrategyId; callbackUrl: string; intent: Intent }

/** What the form leads to: the provider, or a page that says why not. */
async function begun(flow: ProviderRequest, asked: Asked, ctx: RequestContext, now: Date): Promise<Response> {
  const refused = (code: string) => toPage(refusalPage(asked, code))
  try {
    const owner = await ownerOf(asked.intent, ctx, now)
    if (owner === 'nobody') return refused('connect_signed_out')
    const result = await authorizationRequest(flow, asked, owner.userId, ctx, now)
    if (result.ok)
      return withCookies(onwardPage(result.url, flow.provider.name), [...owner.cookies, ...result.cookies])
    if ('path' in result) return toPage(result.path)
    return result.code === 'unavailable' ? notNowPage(backFrom(asked)) : refused(result.code)
  } catch (error) {
    const { code } = refusalFor(error)
    return code === 'unavailable' ? notNowPage(backFrom(asked)) : refused(code)
  }
}

/** The page with the button. */
const backFrom = ({ intent, callbackUrl }: Asked) =>
  intent === 'sign-in' ? signInPage({ callbackUrl }) : '/account'

type Owner = { userId: string | null; cookies: CookieWrite[] }

/**
 * Whose flow it will be. A session that ends after some minutes unless it is renewed is renewed now: it should outlast
 * the flow.
 */
async function ownerOf(intent: Intent, ctx: RequestContext, now: Date): Promise<Owner | 'nobody'> {
  if (intent === 'sign-in') return { userId: null, cookies: [] }
  const session = await verifySession(ctx, now)
  if ('code' in session) return intent === 'connect' ? 'nobody' : { userId: null, cookies: [] }
  const { cookies } = await renew(chosenStrategy(ctx.presented), ctx, now)
  return { userId: session.person.id, cookies }
}

async function authorizationRequest(
  flow: ProviderRequest,
  { strategy, callbackUrl, intent }: Asked,
  userId: string | null,
  ctx: RequestContext,
  now: Date,
): Promise<FlowBegun> {
  const route = (path: string) => new URL(`/api/auth/${strategy}/${path}`, env().AUTH_URL)
  const csrf = await callAuthjs(strategy, flow, ctx, {
    method: 'GET',
    url: route('csrf'),
    headers: new Headers(),
  })
  const { csrfToken } = (await csrf.response.json()) as { csrfToken: string }
  const cookies = new Map([...ctx.presented.cookies, ...cookiesIssued(csrf.response)])
  return beginFlow(
    { strategy, flow, intent, userId },
    { ...ctx, presented: { ...ctx.presented, cookies } },
    {
      url: route(`signin/${flow.provider.id}`),
      headers: new Headers({ 'Content-Type': 'application/x-www-form-urlencoded' }),
      body: new URLSearchParams({ csrfToken, callbackUrl }).toString(),
    },
    now,
  )
}
