import type { AuthState } from '@/lib/auth/contract'

/** What tabs compare: who, and under which strategy. Says nothing that the page does not show. */
export const stateKey = (state: AuthState) =>
  state.status === 'authenticated' ? `${state.user.id} ${state.strategy}` : state.status
