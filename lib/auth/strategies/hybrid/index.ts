import 'server-only'
import { strategies } from '@/lib/strategies'
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
  mayName,
  presentedToken,
  sessionOfToken,
  signAccessToken,
  tokenResponse,
} from '../../parts/access-token'
import { notSignedIn, authenticatedState } from '../../parts/auth-state'
import { earlierOf, accessEnd, lifetimes } from '../../parts/lifetimes'
import { newOpaqueToken } from '../../parts/opaque-token'
import { recallSession } from '../../parts/session-cache'
import {
  type SessionRow,
  activityDue,
  findWholeSession,
  insertSession,
  shownOf,
  toSession,
  validRow,
} from '../../parts/session-row'

type Found<Row> = { ok: true; row: Row; scope: string; expiresAt: Date }

/** A session of this strategy, or the one of a cookie for which a page asked for a token. */
async function living<Row extends SessionRow>(
  find: (where: { id: string }) => Promise<Row | null>,
  presented: Presented,
  now: Date,
): Promise<Found<Row> | NotSignedIn> {
  const token = await presentedToken(presented, now)
  if (!token.ok) return token
  const { claims, expiresAt } = token
  if (claims.strategy !== 'hybrid' || !('sid' in claims)) return notSignedIn('malformed')
  const row = await find({ id: claims.sid })
  if (!row || !mayName(claims, row) || row.userId !== claims.sub) return notSignedIn('revoked')
  const valid = validRow(row, row.strategy, now)
  return valid.ok ? { ok: true, row, scope: claims.scope, expiresAt } : valid
}

/** One query, or none where memory is sure: the row and its user. The role is the row's, not the token's. */
export async function read(presented: Presented, now: Date): Promise<Reading> {
  const found = await living((where) => recallSession(where, now), presented, now)
  return found.ok ? readingOf(found, now) : found
}

function readingOf({ row, expiresAt }: Found<SessionRow>, now: Date): ReadSession {
  const state = authenticatedState('hybrid', shownOf(row), earlierOf(expiresAt, row.expiresAt))
  const isDue = strategies[row.strategy].lookup === 'each-request' && activityDue(row, now) // else only renewals count
  return { ok: true, state, sessionId: row.id, activity: isDue ? 'due' : undefined }
}

/** The same, and with the issuer that vouched: this strategy has no other source. */
export async function verify(presented: Presented, now: Date): Promise<Verified | NotSignedIn> {
  const found = await living(findWholeSession, presented, now)
  if (!found.ok) return found
  return { ...readingOf(found, now), session: { ...toSession(found.row), scope: found.scope } }
}

/** The session is what counts: the token names it, and is nothing without it. */
export async function start(session: NewSession, now: Date): Promise<IssuedTokens> {
  const refresh = newOpaqueToken()
  const fresh = { strategy: 'hybrid', tokenHash: null, idleSeconds: lifetimes().idleSeconds } as const
  const row = await insertSession(session, { ...fresh, refreshTokenHash: refresh.tokenHash }, now)
  const issued = await issueTokens({ ...session, id: row.id, expiresAt: row.expiresAt }, now)
  return { ...issued, tokens: { ...issued.tokens, refresh_token: refresh.token } }
}

/**
 * Also for the session of a cookie strategy (`pageToken`). The token is refused as soon as the session has ended. No
 * refresh token is in the answer.
 */
export async function issueTokens(session: Session, now: Date): Promise<IssuedTokens> {
  const expiresAt = accessEnd(session.expiresAt, now)
  const jwt = await signAccessToken(session, { strategy: 'hybrid', sid: session.id }, expiresAt, now)
  return {
    ok: true,
    state: authenticatedState('hybrid', session, expiresAt),
    sessionId: session.id,
    tokens: tokenResponse(session, jwt, expiresAt, now),
  }
}

/** The client holds a signed JWT and a refresh token; the server looks up the session that it names at each request. */
export const hybrid: TokenStrategy = {
  id: 'hybrid',
  credentialSeconds: () => lifetimes().accessTokenSeconds,
  idleSeconds: () => lifetimes().idleSeconds,
  read,
  verify,
  start,
  issueTokens,
  sessionIdOf: sessionOfToken,
}
