import 'server-only'
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Person } from '@/lib/accounts'
import { providerPatienceMs } from '@/lib/oidc'
import type { Asking } from '../asking'
import type { Authenticated, CookieWrite, SessionOrigin } from '../contract'
import type { Refusal } from '../http/problem'
import { refusalFor } from '../http/refusal-for'
import type { ProviderFlow } from '../provider-flow'
import type { Flow } from './flow'

/**
 * What one call of an Auth.js handler knows beyond what Auth.js passes on: its hooks get neither the request nor
 * each other's results, and it answers "signed out" where a hook could only say "cannot tell".
 */
export type Scope = {
  asking: Asking
  now: Date
  /** the provider that is asked, or has answered; null where none is */
  flow: Flow | null
  /** what its answer is for; absent where none has answered */
  begun?: ProviderFlow | undefined
  /** aborts when a provider has had its time, all its answers together */
  signal: AbortSignal
  /** who proved who they are, for the hook that makes the session */
  proof?: { person: Person; provider: string; origin: SessionOrigin | null }
  /** the state that the presented credential stands for */
  state?: Authenticated
  /** what our own code issued: written instead of what Auth.js would write */
  cookies?: CookieWrite[]
  /** overrules whatever Auth.js answers */
  refusal?: Refusal
  /** the page to go to where a provider's answer makes no session, or the code of why not */
  outcome?: { page: string } | { fault: string } | undefined
}

export const newScope = (asking: Asking, flow: Flow | null, begun?: ProviderFlow): Scope => ({
  asking,
  flow,
  begun,
  now: new Date(),
  signal: AbortSignal.timeout(providerPatienceMs),
})

const storage = new AsyncLocalStorage<Scope>()

export const withScope = <Result>(scope: Scope, work: () => Result) => storage.run(scope, work)

export function scope(): Scope {
  const current = storage.getStore()
  if (!current) throw new Error('Auth.js was called outside its handlers')
  return current
}

/** Runs our part of a hook. Auth.js swallows what is thrown here, so it is kept for the answer. */
export async function hook<Result>(work: (scope: Scope) => Promise<Result>): Promise<Result> {
  try {
    return await work(scope())
  } catch (error) {
    scope().refusal = refusalFor(error)
    throw error
  }
}
