import 'server-only'
import type {
  IssuedTokens,
  NewSession,
  NotSignedIn,
  Presented,
  ReadSession,
  Reading,
  Session,
  TokenStrategy,
  Verified,
} from '../../contract'
import {
  type AccessClaims,
  presentedToken,
  sessionOfToken,
  signAccessToken,
  tokenResponse,
} from '../../parts/access-token'
import { notSignedIn, authenticatedState } from '../../parts/auth-state'
import { fromNumericDate, accessEnd, lifetimes } from '../../parts/lifetimes'
import { newOpaqueToken } from '../../parts/opaque-token'
import { findWholeSession, insertSession, invalidReason, toSession } from '../../parts/session-row'

type Own = { ok: true; claims: Extract<AccessClaims, { family: string }>; expiresAt: Date }

async function ownToken(presented: Presented, now: Date): Promise<Own | NotSignedIn> {
  const token = await presentedToken(presented, now)
  if (!token.ok) return token
  const { claims, expiresAt } = token
  return claims.strategy === 'bearer' && 'family' in claims
    ? { ok: true, claims, expiresAt }
    : notSignedIn('malformed')
}

/** No query: the token says it all, as it was when it was signed. */
export async function read(presented: Presented, now: Date): Promise<Reading> {
  const token = await ownToken(presented, now)
  return token.ok ? readingOf(token) : token
}

function readingOf(token: Own): ReadSession {
  const { sub: id, email, name, role, provider, auth_time, session_end, family } = token.claims
  const session = {
    person: { id, email, name, role },
    provider,
    authenticatedAt: fromNumericDate(auth_time),
    absoluteExpiresAt: fromNumericDate(session_end),
  }
  return { ok: true, state: authenticatedState('bearer', session, token.expiresAt), sessionId: family }
}

/** One query: is the family still there, and who is its person today? */
export async function verify(presented: Presented, now: Date): Promise<Verified | NotSignedIn> {
  const token = await ownToken(presented, now)
  if (!token.ok) return token
  const row = await findWholeSession({ id: token.claims.family })
  return invalidReason(row, 'bearer', now) ?? { ...readingOf(token), session: toSession(row!) }
}

/** The session is there for the refresh tokens: nobody looks at it between two of them. */
export async function start(session: NewSession, now: Date): Promise<IssuedTokens> {
  const refresh = newOpaqueToken()
  const fresh = {
    strategy: 'bearer',
    tokenHash: null,
    idleSeconds: lifetimes().refreshAbsoluteSeconds,
  } as const
  const row = await insertSession(session, { ...fresh, refreshTokenHash: refresh.tokenHash }, now)
  const issued = await issueTokens({ ...session, id: row.id, expiresAt: row.expiresAt }, now)
  return { ...issued, tokens: { ...issued.tokens, refresh_token: refresh.token } }
}

/**
 * What only reads the token accepts it until its own end, whatever becomes of the session. No refresh token is in the
 * answer.
 */
export async function issueTokens(session: Session, now: Date): Promise<IssuedTokens> {
  const expiresAt = accessEnd(session.expiresAt, now)
  const jwt = await signAccessToken(session, { strategy: 'bearer', family: session.id }, expiresAt, now)
  return {
    ok: true,
    state: authenticatedState('bearer', session, expiresAt),
    sessionId: session.id,
    tokens: tokenResponse(jwt, expiresAt, now),
  }
}

/** The client holds a signed JWT and a refresh token; the server looks at its own state only when it is refreshed. */
export const bearer: TokenStrategy = {
  id: 'bearer',
  credentialSeconds: () => lifetimes().accessTokenSeconds,
  idleSeconds: () => lifetimes().refreshAbsoluteSeconds,
  read,
  verify,
  start,
  issueTokens,
  sessionIdOf: sessionOfToken,
}
