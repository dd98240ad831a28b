import 'server-only'
import { read, type AuthState, type Question } from '@/lib/auth'
import { isUnavailable } from '@/lib/db/unavailable'
import { logFailure } from '@/lib/log'
import { credentialIn, type Credential } from './credential'
import { storedRowsOf, type StoredRow } from './stored-rows'

/** Both sides of one way of being signed in: what the client presented, and what the server keeps for it. */
export type CredentialInspection = {
  /** of the server, ISO 8601: what `expiresAt` is to be compared with */
  at: string
  state: AuthState
  credential: Credential | null
  /** null unless the credential is accepted */
  sessionId: string | null
  /** of the caller alone, and only while the credential is accepted; empty where the row is gone, null: cannot tell */
  rows: StoredRow[] | null
}

/**
 * What there is on both sides for what a request presents. Secrets are masked. An outage is said, not thrown.
 */
export async function inspectCredential(ctx: Question): Promise<CredentialInspection> {
  const reading = await read(ctx)
  const common = { at: ctx.now.toISOString(), credential: credentialIn(ctx) }
  if (!reading.ok)
    return {
      ...common,
      state: reading.state,
      sessionId: null,
      rows: reading.code === 'unavailable' ? null : [],
    }
  const { state, sessionId } = reading
  const rows = await storedRowsOf(sessionId, state.user.id).catch(unlessAway)
  return { ...common, state, sessionId, rows }
}

/** @throws the error itself, where the database is not what failed */
function unlessAway(error: unknown) {
  if (!isUnavailable(error)) throw error
  logFailure('lab.held', error)
  return null
}
