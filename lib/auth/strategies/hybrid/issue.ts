import 'server-only'
import type { Grant, IssuedTokens, Living } from '../../contract'
import { signAccessToken } from '../../parts/access-token'
import { accessEnd, lifetimes } from '../../parts/lifetimes'
import { newOpaqueToken } from '../../parts/opaque-token'
import { insertSession } from '../../parts/session-row'
import { authenticated } from '../../parts/state'
import { tokens } from '../../parts/tokens'

/** The session is what counts: the token names it, and is nothing without it. */
export async function issue(grant: Grant, now: Date): Promise<IssuedTokens> {
  const refresh = newOpaqueToken()
  const fresh = { strategy: 'hybrid', tokenHash: null, idleSeconds: lifetimes().idleSeconds } as const
  const row = await insertSession(grant, { ...fresh, refreshTokenHash: refresh.tokenHash }, now)
  const issued = await mint({ ...grant, sessionId: row.id, expiresAt: row.expiresAt }, now)
  return { ...issued, tokens: { ...issued.tokens, refresh_token: refresh.token } }
}

export async function mint(session: Living, now: Date): Promise<IssuedTokens> {
  const expiresAt = accessEnd(session.expiresAt, now)
  const jwt = await signAccessToken(session, { sid: session.sessionId }, expiresAt, now)
  return {
    state: authenticated('hybrid', session, expiresAt),
    sessionId: session.sessionId,
    tokens: tokens(jwt, expiresAt, now),
  }
}
