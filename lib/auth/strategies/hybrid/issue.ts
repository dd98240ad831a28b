import 'server-only'
import type { NewSession, IssuedTokens, RenewableSession } from '../../contract'
import { signAccessToken } from '../../parts/access-token'
import { accessEnd, lifetimes } from '../../parts/lifetimes'
import { newOpaqueToken } from '../../parts/opaque-token'
import { insertSession } from '../../parts/session-row'
import { authenticatedState } from '../../parts/auth-state'
import { tokenResponse } from '../../parts/token-response'

/** The session is what counts: the token names it, and is nothing without it. */
export async function start(session: NewSession, now: Date): Promise<IssuedTokens> {
  const refresh = newOpaqueToken()
  const fresh = { strategy: 'hybrid', tokenHash: null, idleSeconds: lifetimes().idleSeconds } as const
  const row = await insertSession(session, { ...fresh, refreshTokenHash: refresh.tokenHash }, now)
  const issued = await issueTokens({ ...session, sessionId: row.id, expiresAt: row.expiresAt }, now)
  return { ...issued, tokens: { ...issued.tokens, refresh_token: refresh.token } }
}

export async function issueTokens(session: RenewableSession, now: Date): Promise<IssuedTokens> {
  const expiresAt = accessEnd(session.expiresAt, now)
  const jwt = await signAccessToken(session, { sid: session.sessionId }, expiresAt, now)
  return {
    state: authenticatedState('hybrid', session, expiresAt),
    sessionId: session.sessionId,
    tokens: tokenResponse(jwt, expiresAt, now),
  }
}
