import type { ProviderTokens } from '../provider/flow'
import type { OwnTokens } from './own-tokens'
import type { ObservedKey } from './keys'
import type { ShownExchange } from './wire'

/** Which token is sent in the Authorization header. */
export type SentToken = 'ours' | 'provider' | 'id-token'

/** A copy of what was dropped: what somebody who had stolen it before would still have. No key is in it. */
export type Copy = { ownTokens: OwnTokens; how: 'dropped' | 'revoked'; tries: ShownExchange[] }

export type Message = { tone: 'ok' | 'refused' | 'plain'; text: string }

export type State = {
  /** false until the page has looked at what it kept */
  ready: boolean
  busy: boolean
  message: Message | null
  ownTokens: OwnTokens | null
  /** how this page came by it */
  cameFrom: string | null
  providerTokens: ProviderTokens | null
  /** the keys that this browser keeps */
  keys: ObservedKey[]
  sentToken: SentToken
  /** of the last call: the request, and where it came to that, the refresh and the second try */
  call: ShownExchange[]
  /** of the last attempt to revoke, and the call that followed */
  revocation: ShownExchange[]
  copy: Copy | null
}

export const initial: State = {
  ready: false,
  busy: false,
  message: null,
  ownTokens: null,
  cameFrom: null,
  providerTokens: null,
  keys: [],
  sentToken: 'ours',
  call: [],
  revocation: [],
  copy: null,
}

let state = initial
const listeners = new Set<() => void>()

/** The same object until the next `set`. */
export const current = () => state

/** What is not named stays as it is. Listeners are called at once. */
export function set(change: Partial<State>) {
  state = { ...state, ...change }
  for (const listener of listeners) listener()
}

/** Calls `listener` after each change. @returns what ends that */
export function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
