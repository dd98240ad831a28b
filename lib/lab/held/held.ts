import 'server-only'
import { readAs, type AuthState, type CookieStrategyId, type Presented } from '@/lib/auth'
import { credentialIn, type Credential } from './credential'
import { rowsOf, type KeptRow } from './kept'

/** Both sides of one way of being signed in: what the client presented, and what the server keeps for it. */
export type Held = {
  /** of the server, ISO 8601: what `expiresAt` is to be compared with */
  at: string
  state: AuthState
  credential: Credential | null
  /** null unless the credential is accepted */
  sessionId: string | null
  /** of the caller alone, and only while the credential is accepted; empty where the row is gone */
  kept: KeptRow[]
}

/**
 * What there is on both sides for what a request presents. Secrets are masked.
 * @param strategy whose cookie to look at, where there is no Authorization header
 * @throws database errors
 */
export async function heldBy(presented: Presented, strategy: CookieStrategyId, now: Date): Promise<Held> {
  const reading = await readAs(strategy, presented, now)
  const common = { at: now.toISOString(), credential: credentialIn(presented, strategy) }
  if (!('state' in reading)) return { ...common, state: reading, sessionId: null, kept: [] }
  const { state, sessionId } = reading
  return { ...common, state, sessionId, kept: await rowsOf(sessionId, state.user.id) }
}
