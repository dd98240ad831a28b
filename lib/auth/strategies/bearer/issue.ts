import 'server-only'
import type { NewSession, IssuedTokens, RenewableSession } from '../../contract'
import { signAccessToken } from '../../parts/access-token'
import { accessEnd, lifetimes } from '../../parts/lifetimes'
import { newOpaqueToken } from '../../parts/opaque-token'
import { insertSession } from '../../parts/session-row'
import { authenticatedState } from '../../parts/auth-state'
import { tokenResponse } from '../../parts/token-response'

/** The session is there for the refresh tokens: nobody looks at it between two of them. */
export async function start(session: NewSession, now: Date): Promise<IssuedTokens> {
  const refresh = newOpaqueToken()
  const fresh = {
    strategy: 'bearer',
    tokenHash: null,
    idleSeconds: lifetimes().refreshAbsoluteSeconds,
  } as const
  const row = await insertSession(session, { ...fresh, refreshTokenHash: refresh.tokenHash }, now)
  const issued = await issueTokens({ ...session, sessionId: row.id, expiresAt: row.expiresAt }, now)
  return { ...issued, tokens: { ...issued.tokens, refresh_token: refresh.token } }
}

export async function issueTokens(session: RenewableSession, now: Date): Promise<IssuedTokens> {
  const expiresAt = accessEnd(session.expiresAt, now)
  const jwt = await signAccessToken(session, { family: session.sessionId }, expiresAt, now)
  return {
    state: authenticatedState('bearer', session, expiresAt),
    sessionId: session.sessionId,
    tokens: tokenResponse(jwt, expiresAt, now),
  }
}
