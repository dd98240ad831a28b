import 'server-only'
import { throttleProviderFlow } from '@/lib/accounts'
import { env } from '@/lib/env'
import type { RequestContext } from '../request-context'
import type { CookieStrategyId, CookieWrite } from '../contract'
import type { Refusal } from '../http/problem'
import { transientCookies } from '../parts/cookie'
import { flowBrowserFor, keepFlow, type Intent } from '../provider-flow'
import { redirect } from './config'
import { cookiesIssued, callAuthjs } from './call-authjs'
import type { ProviderRequest } from './provider-request'
import { checksIn } from './own-cookies'

type Asked = { strategy: CookieStrategyId; flow: ProviderRequest; intent: Intent; userId: string | null }

/** `path`: a page of ours that says what is wrong, from Auth.js */
export type FlowBegun =
  { ok: true; url: string; cookies: CookieWrite[] } | ({ ok: false } & (Refusal | { path: string }))

/**
 * Has Auth.js make an authorization request, and keeps what its answer will be compared with, and what it is for, in a
 * row instead of cookies. Counted per client network, for rows are made for strangers here.
 * @param sent the POST to Auth.js's own sign-in route, with its token against cross-site requests
 * @returns where to send the browser, and its one cookie
 * @throws ProviderFault; database errors
 */
export async function beginFlow(
  { strategy, flow, intent, userId }: Asked,
  ctx: RequestContext,
  sent: { url: URL; headers: Headers; body: string },
  now: Date,
): Promise<FlowBegun> {
  const permit = await throttleProviderFlow(ctx.visitor)
  if (!permit.ok) return permit
  const { response, context } = await callAuthjs(strategy, flow, ctx, { ...sent, method: 'POST' })
  if (context.refusal) return { ok: false, ...context.refusal }
  const location = new URL(response.headers.get('location') ?? '', env().AUTH_URL)
  const issued = cookiesIssued(response)
  const state = location.searchParams.get('state')
  const checks = checksIn(issued, strategy, flow.provider.id)
  if (!state || !checks) return refusedBy(location)
  const browser = flowBrowserFor(ctx.presented)
  const callbackUrl = pathIn(issued.get(transientCookies(strategy, flow.provider.id).callbackUrl))
  const { provider, withoutPkce } = flow
  await keepFlow(
    state,
    browser.value,
    { strategy, provider: provider.id, intent, callbackUrl, plain: withoutPkce, userId, checks },
    now,
  )
  return { ok: true, url: location.href, cookies: [browser] }
}

/** Auth.js calls everything that is not the person's doing "Configuration". */
const refusedBy = ({ pathname, search, searchParams }: URL): FlowBegun =>
  searchParams.get('error') === 'Configuration'
    ? { ok: false, code: 'provider_unavailable' }
    : { ok: false, path: pathname + search }

/** What Auth.js made of the callback URL that was asked for: one of ours, whatever it was. */
function pathIn(cookieValue = ''): string {
  const { AUTH_URL } = env()
  return redirect({ url: decodeURIComponent(cookieValue), baseUrl: AUTH_URL }).slice(AUTH_URL.length)
}
