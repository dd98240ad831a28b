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
} from '../contract'
import {
  type AccessClaims,
  presentedToken,
  sessionOfToken,
  signAccessToken,
  tokenResponse,
} from './access-token'
import { notSignedIn, authenticatedState } from './auth-state'
import { fromNumericDate, accessEnd, lifetimes } from './lifetimes'
import { newOpaqueToken } from './opaque-token'
import { findWholeSession, insertSession, toSession, validRow } from './session-row'

/** Of a token that no request looks up: it names the family of refresh tokens that it came with. */
type FamilyClaims = Extract<AccessClaims, { family: string }>
type Own = { ok: true; claims: FamilyClaims; expiresAt: Date }

/**
 * A strategy whose access token says everything by itself, as it was when it was signed: the server looks at its own state
 * when it is refreshed, and for whatever changes something (`verify`). Whether its tokens are bound to a key is for the
 * row of `lib/strategies.ts` to say; that the key is there, `presentedToken` has checked.
 */
export function selfContainedToken(id: FamilyClaims['strategy']): TokenStrategy {
  async function ownToken(presented: Presented, now: Date): Promise<Own | NotSignedIn> {
    const token = await presentedToken(presented, now)
    if (!token.ok) return token
    const { claims, expiresAt } = token
    return claims.strategy === id && 'family' in claims
      ? { ok: true, claims, expiresAt }
      : notSignedIn('malformed')
  }

  /** No query: the token says it all, as it was when it was signed. */
  async function read(presented: Presented, now: Date): Promise<Reading> {
    const token = await ownToken(presented, now)
    return token.ok ? readingOf(token) : token
  }

  function readingOf(token: Own): ReadSession {
    const { sub, email, name, role, provider, auth_time, session_end, family } = token.claims
    const session = {
      person: { id: sub, email, name, role },
      provider,
      authenticatedAt: fromNumericDate(auth_time),
      absoluteExpiresAt: fromNumericDate(session_end),
    }
    return { ok: true, state: authenticatedState(id, session, token.expiresAt), sessionId: family }
  }

  /** One query: is the family still there, and who is its person today? */
  async function verify(presented: Presented, now: Date): Promise<Verified | NotSignedIn> {
    const token = await ownToken(presented, now)
    if (!token.ok) return token
    const row = await findWholeSession({ id: token.claims.family })
    const valid = validRow(row, id, now)
    return valid.ok ? { ...readingOf(token), session: toSession(valid.row) } : valid
  }

  /** The session is there for the refresh tokens: nobody looks at it between two of them. */
  async function start(session: NewSession, now: Date): Promise<IssuedTokens> {
    const refresh = newOpaqueToken()
    const fresh = {
      strategy: id,
      tokenHash: null,
      idleSeconds: lifetimes().refreshAbsoluteSeconds,
      refreshTokenHash: refresh.tokenHash,
    }
    const row = await insertSession(session, fresh, now)
    const issued = await issueTokens({ ...session, id: row.id, expiresAt: row.expiresAt }, now)
    return { ...issued, tokens: { ...issued.tokens, refresh_token: refresh.token } }
  }

  /**
   * What only reads the token accepts it until its own end, whatever becomes of the session. No refresh token is in the
   * answer.
   */
  async function issueTokens(session: Session, now: Date): Promise<IssuedTokens> {
    const expiresAt = accessEnd(session.expiresAt, now)
    const jwt = await signAccessToken(session, { strategy: id, family: session.id }, expiresAt, now)
    return {
      ok: true,
      state: authenticatedState(id, session, expiresAt),
      sessionId: session.id,
      tokens: tokenResponse(session, jwt, expiresAt, now),
    }
  }

  return {
    id,
    credentialSeconds: () => lifetimes().accessTokenSeconds,
    idleSeconds: () => lifetimes().refreshAbsoluteSeconds,
    read,
    verify,
    start,
    issueTokens,
    sessionIdOf: sessionOfToken,
  }
}
