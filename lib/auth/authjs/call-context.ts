import 'server-only'
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Person } from '@/lib/accounts'
import { providerTimeout } from '@/lib/oidc'
import type { Authenticated, CookieWrite, UpstreamSession } from '../contract'
import type { ProviderFlow } from '../provider-flow'
import type { RequestContext } from '../request-context'
import { type Refusal, refusalFor } from '../http/refusal'
import type { ProviderRequest } from './start-provider-sign-in'

/**
 * What one call of an Auth.js handler knows beyond what Auth.js passes on: its hooks get neither the request nor
 * each other's results, and it answers "signed out" where a hook could only say "cannot tell".
 */
export type AuthjsCallContext = {
  ctx: RequestContext
  /** the provider that is asked, or has answered; null where none is */
  request: ProviderRequest | null
  /** what its answer is for; absent where none has answered */
  flow?: ProviderFlow | undefined
  /** aborts when a provider has had its time, all its answers together */
  signal: AbortSignal
  /** who proved who they are, for the hook that makes the session */
  provenPerson?: { person: Person; provider: string; upstream: UpstreamSession | null }
  /** the state that the presented credential stands for */
  state?: Authenticated
  /** what our own code issued: written instead of what Auth.js would write */
  cookies?: CookieWrite[]
  /** overrules whatever Auth.js answers */
  refusal?: Refusal
  /** the page to go to where a provider's answer makes no session, or the code of why not */
  outcome?: { ok: true; page: string } | { ok: false; code: string } | undefined
}

/**
 * A new context. The time limit of the provider (OIDC_TIMEOUT_MS) starts now.
 * @param request null where no provider takes part
 * @param flow absent where none has answered
 */
export const newCallContext = (
  ctx: RequestContext,
  request: ProviderRequest | null,
  flow?: ProviderFlow,
): AuthjsCallContext => ({
  ctx,
  request,
  flow,
  signal: providerTimeout(),
})

const storage = new AsyncLocalStorage<AuthjsCallContext>()

/** Whatever `work` calls finds the context with `callContext`, also after an `await`. */
export const withCallContext = <Result>(context: AuthjsCallContext, work: () => Result) =>
  storage.run(context, work)

/** @throws Error outside `withCallContext`: a bug */
export function callContext(): AuthjsCallContext {
  const current = storage.getStore()
  if (!current) throw new Error('Auth.js was called outside its handlers')
  return current
}

/** Runs our part of an Auth.js hook. Auth.js hides what is thrown in it, so the refusal is kept in the call context. */
export async function inCallback<Result>(
  work: (context: AuthjsCallContext) => Promise<Result>,
): Promise<Result> {
  try {
    return await work(callContext())
  } catch (error) {
    callContext().refusal = refusalFor(error)
    throw error
  }
}
