import 'server-only'
import { z } from 'zod'
import { env } from '@/lib/env'
import { callbackPath } from '@/lib/forms/callback-path'
import { strategy as cookieStrategy } from '@/lib/forms/fields'
import type { Asking } from '../asking'
import type { CookieStrategyId } from '../contract'
import { noteRefusal } from '../http/note-refusal'
import { requestOrigin } from '../http/origin'
import { askingBy } from '../http/presented'
import { problem, type Refusal } from '../http/problem'
import { readText } from '../http/read-body'
import { refusalFor } from '../http/refusal-for'
import { chosenStrategy } from '../read'
import { exchange } from './exchange'
import { flowTo, keepIntent, type Flow, type Intent } from './flow'
import { withCookies, withoutProvider } from './provider-answer'

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
export async function continueWith(request: Request, providerId: string): Promise<Response> {
  try {
    const started = await start(request, providerId, askingBy(request.headers))
    if (started instanceof Response) return started
    noteRefusal(started, request.headers, '/api/sign-in/{provider}')
    return problem(started)
  } catch (error) {
    return problem(refusalFor(error))
  }
}

async function start(request: Request, providerId: string, asking: Asking): Promise<Response | Refusal> {
  if (requestOrigin(request.headers) !== 'own') return { code: 'cross_origin' }
  if (!request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded'))
    return { code: 'unsupported_media_type' }
  const text = await readText(request)
  if (typeof text === 'object') return text
  const { data } = form.safeParse(Object.fromEntries(new URLSearchParams(text)))
  if (!data) return { code: 'malformed_request' }
  const flow = flowTo(providerId, asking.presented, data.intent)
  if (!flow) return { code: 'not_found' }
  return authorizationRequest(data.strategy ?? chosenStrategy(asking.presented), flow, asking, data)
}

type Asked = { callbackUrl: string; intent: Intent }

/** The redirect to the provider, with the cookies that its answer will be compared with. */
async function authorizationRequest(
  strategy: CookieStrategyId,
  flow: Flow,
  asking: Asking,
  { callbackUrl, intent }: Asked,
): Promise<Response> {
  const route = (path: string) => new URL(`/api/auth/${strategy}/${path}`, env().AUTH_URL)
  const csrf = await exchange(strategy, flow, asking, {
    method: 'GET',
    url: route('csrf'),
    headers: new Headers(),
  })
  const { csrfToken } = (await csrf.response.json()) as { csrfToken: string }
  const { response, scope } = await exchange(strategy, flow, withFresh(asking, csrf.response), {
    method: 'POST',
    url: route(`signin/${flow.provider.id}`),
    headers: new Headers({ 'Content-Type': 'application/x-www-form-urlencoded' }),
    body: new URLSearchParams({ csrfToken, callbackUrl }).toString(),
  })
  return after(csrf.response, withCookies(withoutProvider(response, scope, 'signin'), [keepIntent(intent)]))
}

/** The second answer with the cookies of both: what the first one set, the second may have set anew. */
function after(first: Response, second: Response): Response {
  const headers = new Headers(second.headers)
  headers.delete('set-cookie')
  for (const { headers: sent } of [first, second])
    for (const line of sent.getSetCookie()) headers.append('Set-Cookie', line)
  return new Response(second.body, { status: second.status, headers })
}

/** As the browser would ask next: with the cookies of the answer before. */
function withFresh({ presented, visitor }: Asking, answer: Response): Asking {
  const fresh = answer.headers.getSetCookie().map((line) => {
    const [pair = ''] = line.split(';')
    const at = pair.indexOf('=')
    return [pair.slice(0, at), pair.slice(at + 1)] as const
  })
  return { visitor, presented: { ...presented, cookies: new Map([...presented.cookies, ...fresh]) } }
}
