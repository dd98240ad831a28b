import type { AuthState } from '@/lib/auth/contract'

/** What tabs compare: who, and under which strategy. Says nothing that the page does not show. */
export const stateKey = (state: AuthState) =>
  state.status === 'authenticated' ? `${state.user.id} ${state.strategy}` : state.status

/** The id of the person, or null where nobody is signed in. */
export const personIn = (key: string) => (key.includes(' ') ? key.split(' ')[0]! : null)
