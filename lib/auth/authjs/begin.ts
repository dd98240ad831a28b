import 'server-only'
import { throttleProviderFlow } from '@/lib/accounts'
import { env } from '@/lib/env'
import type { Asking } from '../asking'
import type { CookieStrategyId, CookieWrite } from '../contract'
import type { Refusal } from '../http/problem'
import { transientCookies } from '../parts/cookie'
import { flowBrowserFor, keepFlow, type Intent } from '../provider-flow'
import { redirect } from './config'
import { cookiesIssued, exchange } from './exchange'
import type { Flow } from './flow'
import { checksIn } from './own-cookies'

type Asked = { strategy: CookieStrategyId; flow: Flow; intent: Intent; userId: string | null }

/** `path`: a page of ours that says what is wrong, from Auth.js */
export type Begun =
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
  asking: Asking,
  sent: { url: URL; headers: Headers; body: string },
  now: Date,
): Promise<Begun> {
  const permit = await throttleProviderFlow(asking.visitor)
  if (!permit.ok) return permit
  const { response, scope } = await exchange(strategy, flow, asking, { ...sent, method: 'POST' })
  if (scope.refusal) return { ok: false, ...scope.refusal }
  const location = new URL(response.headers.get('location') ?? '', env().AUTH_URL)
  const issued = cookiesIssued(response)
  const state = location.searchParams.get('state')
  const checks = checksIn(issued, strategy, flow.provider.id)
  if (!state || !checks) return refusedBy(location)
  const browser = flowBrowserFor(asking.presented)
  const callbackUrl = pathIn(issued.get(transientCookies(strategy, flow.provider.id).callbackUrl))
  const { provider, plain } = flow
  await keepFlow(
    state,
    browser.value,
    { strategy, provider: provider.id, intent, callbackUrl, plain, userId, checks },
    now,
  )
  return { ok: true, url: location.href, cookies: [browser] }
}

/** Auth.js calls everything that is not the person's doing "Configuration". */
const refusedBy = ({ pathname, search, searchParams }: URL): Begun =>
  searchParams.get('error') === 'Configuration'
    ? { ok: false, code: 'provider_unavailable' }
    : { ok: false, path: pathname + search }

/** What Auth.js made of the callback URL that was asked for: one of ours, whatever it was. */
function pathIn(cookieValue = ''): string {
  const { AUTH_URL } = env()
  return redirect({ url: decodeURIComponent(cookieValue), baseUrl: AUTH_URL }).slice(AUTH_URL.length)
}
