import type { AuthState } from '@/lib/auth/contract'
import type { Life } from './use-renewal'

/** The remaining time by the server's clock: the client's may be wrong. */
export function lifeOf(state: AuthState, idleSeconds: number): Life | null {
  if (state.status !== 'authenticated') return null
  const { strategy, expiresAt } = state
  const remainingMs = Math.max(0, new Date(expiresAt).getTime() - Date.now())
  return { strategy, expiresAt, remainingMs, idleMs: idleSeconds * 1000 }
}
