import type { AuthState } from '@/lib/auth/contract'
import { strategies } from '@/lib/strategies'

/**
 * A session as a browser must know it to keep it. `expiresAt` tells one life from the next. `renewable`: the server looks
 * only at renewals.
 */
export type Life = { renewable: boolean; expiresAt: string; remainingMs: number; idleMs: number }

/** The remaining time by the server's clock: the browser's may be wrong. Null where nobody is signed in. */
export function lifeOf(state: AuthState, idleSeconds: number): Life | null {
  if (state.status !== 'authenticated') return null
  const { strategy, expiresAt } = state
  const remainingMs = Math.max(0, new Date(expiresAt).getTime() - Date.now())
  const renewable = strategies[strategy].lookup !== 'each-request'
  return { renewable, expiresAt, remainingMs, idleMs: idleSeconds * 1000 }
}
