import 'server-only'
import { z } from 'zod'
import { throttleProviderFlow } from '@/lib/accounts'
import { callbackPath } from '@/lib/api-schema/callback-path'
import { strategy as cookieStrategy } from '@/lib/api-schema/fields'
import { env } from '@/lib/env'
import { authjsInstanceOf } from '@/lib/strategies'
import { providerById, type ProviderDescription } from '@/lib/oidc'
import type { CookieStrategyId, CookieWrite, Presented } from '../contract'
import { type Refusal, refusalFor } from '../http/refusal'
import { routeOf } from '../http/route'
import { withOwnPolicy } from '../http/page-status'
import { isForm, readText } from '../http/read-body'
import { notNowPage, onwardPage } from '../http/plain-page'
import { toPage, withCookies } from '../http/answer'
import { transientCookies } from '../parts/cookie'
import { type Intent, flowBrowserFor, keepFlow, type ProviderFlow, flowOptions } from '../provider-flow'
import { verifySession, renew } from '../read'
import type { RequestContext } from '../request-context'
import { callAuthjs, checksIn, cookiesIssued } from './call-authjs'
import { redirect, refusalPage, signInPage } from './next-page'

/** The button is part of the sign-in form: its other fields (address, password) are ignored. */
const form = z.object({
  strategy: cookieStrategy.optional(),
  callbackUrl: z.unknown().optional().transform(callbackPath),
  intent: z.enum(['sign-in', 'again', 'connect']).default('sign-in'),
})

/**
 * "Continue with …": a plain form, so that it works without JavaScript. Sends the browser to the provider, through
 * Auth.js's own sign-in route. `route` has checked the origin, so Auth.js asks for no token of its own.
 * @param request form-encoded: strategy?, callbackUrl?, intent?
 */
async function startProviderSignIn(
  request: Request,
  providerId: string,
  ctx: RequestContext,
): Promise<Response | Refusal> {
  if (!isForm(request)) return { ok: false, code: 'unsupported_media_type' }
  const read = await readText(request)
  if (!read.ok) return read
  const { data } = form.safeParse(Object.fromEntries(new URLSearchParams(read.text)))
  if (!data) return { ok: false, code: 'malformed_request' }
  const flow = providerRequest(providerId, ctx.presented, data.intent)
  if (!flow) return { ok: false, code: 'not_found' }
  const asked = { ...data, strategy: data.strategy ?? ctx.strategy }
  return withOwnPolicy(request.headers, await begun(flow, asked, ctx))
}

/** The routes of `/api/sign-in/{provider}`: a page that leads to the provider, or back. */
export const providerSignInRoutes = routeOf(
  { POST: { origin: 'own' } },
  { POST: ({ request, params, ctx }) => startProviderSignIn(request, params.provider!, ctx) },
)

type Asked = { strategy: CookieStrategyId; callbackUrl: string; intent: Intent }

/** What the form leads to: the provider, or a page that says why not. */
async function begun(flow: ProviderRequest, asked: Asked, ctx: RequestContext): Promise<Response> {
  const refused = (code: string) => toPage(refusalPage(asked, code))
  try {
    const owner = await ownerOf(asked.intent, ctx)
    if (!owner.ok) return refused(owner.code)
    const result = await authorizationRequest(flow, asked, owner.userId, ctx)
    if (result.ok)
      return withCookies(onwardPage(result.url, flow.provider.name), [...owner.cookies, ...result.cookies])
    if (result.code === 'page') return toPage(result.path)
    return result.code === 'unavailable' ? notNowPage(backFrom(asked)) : refused(result.code)
  } catch (error) {
    const { code } = refusalFor(error)
    return code === 'unavailable' ? notNowPage(backFrom(asked)) : refused(code)
  }
}

/** The page with the button. */
const backFrom = ({ intent, callbackUrl }: Asked) =>
  intent === 'sign-in' ? signInPage({ callbackUrl }) : '/account'

type Owner =
  { ok: true; userId: string | null; cookies: CookieWrite[] } | { ok: false; code: 'connect_signed_out' }

/**
 * The person whose flow it will be. A session that ends after some minutes unless it is renewed is renewed now, so that
 * it does not end during the flow.
 */
async function ownerOf(intent: Intent, ctx: RequestContext): Promise<Owner> {
  const nobody: Owner = { ok: true, userId: null, cookies: [] }
  if (intent === 'sign-in') return nobody
  const verified = await verifySession(ctx)
  if (!verified.ok) return intent === 'connect' ? { ok: false, code: 'connect_signed_out' } : nobody
  const { cookies } = await renew(ctx)
  return { ok: true, userId: verified.session.person.id, cookies }
}

function authorizationRequest(
  flow: ProviderRequest,
  { strategy, callbackUrl, intent }: Asked,
  userId: string | null,
  ctx: RequestContext,
): Promise<FlowBegun> {
  const sent = {
    url: new URL(`/api/auth/${authjsInstanceOf(strategy)}/signin/${flow.provider.id}`, env().AUTH_URL),
    headers: new Headers({ 'Content-Type': 'application/x-www-form-urlencoded' }),
    body: new URLSearchParams({ callbackUrl }).toString(),
    isOurs: true, // `route` has checked the origin
  } as const
  return beginFlow({ strategy, flow, intent, userId }, ctx, sent)
}

type FlowRequest = {
  /** that the session will have */
  strategy: CookieStrategyId
  flow: ProviderRequest
  intent: Intent
  userId: string | null
}

/** `path`: a page of ours that says what is wrong, from Auth.js */
export type FlowBegun =
  { ok: true; url: string; cookies: CookieWrite[] } | Refusal | { ok: false; code: 'page'; path: string }

/**
 * Has Auth.js make an authorization request, and keeps what its answer will be compared with, and what it is for, in a
 * row instead of cookies. Limited for each client network, because anybody can make such rows.
 * @param sent the POST to Auth.js's own sign-in route; with its CSRF token, unless this app made the request
 * @returns where to send the browser, and its one cookie
 * @throws ProviderFault; database errors
 */
export async function beginFlow(
  { strategy, flow, intent, userId }: FlowRequest,
  ctx: RequestContext,
  sent: { url: URL; headers: Headers; body: string; isOurs?: true },
): Promise<FlowBegun> {
  const permit = await throttleProviderFlow(ctx.visitor)
  if (!permit.ok) return permit
  const instance = authjsInstanceOf(strategy)
  const { response, context } = await callAuthjs(instance, flow, ctx, { ...sent, method: 'POST' })
  if (context.refusal) return context.refusal
  const location = new URL(response.headers.get('location') ?? '', env().AUTH_URL)
  const issued = cookiesIssued(response)
  const state = location.searchParams.get('state')
  const checks = checksIn(issued, instance, flow.provider.id)
  if (!state || !checks) return refusedBy(location)
  const browser = flowBrowserFor(ctx.presented)
  const callbackUrl = pathIn(issued.get(transientCookies(instance, flow.provider.id).callbackUrl))
  const { provider, withoutPkce } = flow
  await keepFlow(
    state,
    browser.value,
    { strategy, provider: provider.id, intent, callbackUrl, plain: withoutPkce, userId, checks },
    ctx.now,
  )
  return { ok: true, url: location.href, cookies: [browser] }
}

/** Auth.js answers with the error "Configuration" for every fault that the person did not cause. */
const refusedBy = ({ pathname, search, searchParams }: URL): FlowBegun =>
  searchParams.get('error') === 'Configuration'
    ? { ok: false, code: 'provider_unavailable' }
    : { ok: false, code: 'page', path: pathname + search }

/** The path in the callback URL that Auth.js made of the one asked for: always a path of this app. */
function pathIn(cookieValue = ''): string {
  const { AUTH_URL } = env()
  return redirect({ url: decodeURIComponent(cookieValue), baseUrl: AUTH_URL }).slice(AUTH_URL.length)
}

/** How a provider is asked. For each way there is an instance of Auth.js. */
export type ProviderRequest = {
  provider: ProviderDescription
  /** without PKCE: only if a hook asks for it, and only for a confidential client; RFC 9700 §2.1.1 advises against it */
  withoutPkce: boolean
  /** the provider must ask for the password again, however recently it did (OIDC Core §3.1.2.1, `max_age`) */
  forceReauthentication: boolean
}

/** @returns null for a provider that is not configured here */
export function providerRequest(
  providerId: string,
  presented: Presented,
  intent: Intent,
): ProviderRequest | null {
  const provider = providerById(providerId)
  if (!provider) return null
  const withoutPkce = flowOptions.get()(presented).pkce === 'without' && provider.clientSecret !== null
  return { provider, withoutPkce, forceReauthentication: intent === 'again' }
}

/** How the provider was asked, for the request that brings its answer. */
export const providerRequestOf = (
  provider: ProviderDescription,
  { plain: withoutPkce, intent }: ProviderFlow,
): ProviderRequest => ({
  provider,
  withoutPkce,
  forceReauthentication: intent === 'again',
})
