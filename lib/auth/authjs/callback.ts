import 'server-only'
import type { NextRequest } from 'next/server'
import { settleProviderFlow } from '@/lib/accounts'
import { env } from '@/lib/env'
import type { ProviderDescription } from '@/lib/oidc'
import type { RequestContext } from '../request-context'
import type { CookieStrategyId } from '../contract'
import { fitting, toPage } from '../http/answer'
import { refusalFor } from '../http/refusal'
import { answerLaterPage } from '../http/plain-page'
import { flowBrowserOf, spendFlow, type NotSpent, type ProviderFlow } from '../provider-flow'
import { read, verifySession } from '../read'
import { callAuthjs, type AuthjsAnswer } from './call-authjs'
import { refusalPage, providerRequestOf } from './provider-request'

/**
 * The answer of a provider, which a person brings: everything that it is for comes from the flow that its `state` names.
 * Each way that it can end is a page with a sentence of its own.
 */
export async function providerCallback(
  { headers, nextUrl }: NextRequest,
  strategy: CookieStrategyId,
  provider: ProviderDescription,
  ctx: RequestContext,
): Promise<Response> {
  try {
    const answer = {
      state: onlyOne(nextUrl.searchParams, 'state'),
      browser: flowBrowserOf(ctx.presented),
      strategy,
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
 * Back, a callback opened twice, another browser, a state that nobody knows: whoever is signed in goes on to where they
 * were going; but what they began to connect in vain, they are told.
 */
async function notSpent(result: NotSpent, ctx: RequestContext): Promise<Response> {
  const flow = result.code === 'begun_elsewhere' ? nowhere : result.flow
  const reading = await read(ctx)
  if (reading.state.status === 'unavailable') return answerLaterPage()
  const isTold = result.code === 'took_too_long' && flow.intent !== 'sign-in'
  if (reading.ok) return isTold ? toFault(flow, result.code) : toPage(flow.callbackUrl)
  return toFault({ intent: 'sign-in', callbackUrl: flow.callbackUrl }, result.code)
}

/** What somebody began to connect is theirs: it never becomes a sign-in, nor somebody else's. */
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

/** Codes by which a provider says that it has a fault of its own (RFC 6749 §4.1.2.1). */
const unwell = ['server_error', 'temporarily_unavailable']

/** Auth.js says whether the answer was an error, in the right form; the provider says which. */
function faultOf({ headers }: Response, error: string | null): string {
  const { searchParams } = new URL(headers.get('location') ?? '', env().AUTH_URL)
  if (searchParams.get('error') !== 'OAuthCallbackError') return 'provider_refused'
  if (error === 'access_denied') return 'OAuthCallbackError'
  return unwell.includes(error ?? '') ? 'provider_unavailable' : 'provider_error'
}
