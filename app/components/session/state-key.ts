import type { AuthState } from '@/lib/auth/contract'
import type { Life } from './session-keeper'

/** What tabs compare: who, and under which strategy. Says nothing that the page does not show. */
export const stateKey = (state: AuthState) =>
  state.status === 'authenticated' ? `${state.user.id} ${state.strategy}` : state.status

/** The id of the person, or null where nobody is signed in. */
export const personIn = (key: string) => (key.includes(' ') ? key.split(' ')[0]! : null)

/** The remaining time by the server's clock: the client's may be wrong. */
export function lifeOf(state: AuthState, idleSeconds: number): Life | null {
  if (state.status !== 'authenticated') return null
  const { strategy, expiresAt } = state
  const remainingMs = Math.max(0, new Date(expiresAt).getTime() - Date.now())
  return { strategy, expiresAt, remainingMs, idleMs: idleSeconds * 1000 }
}
