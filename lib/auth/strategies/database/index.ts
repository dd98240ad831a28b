import 'server-only'
import type {
  CookieStrategy,
  CookieStrategyId,
  CookieWrite,
  Issued,
  NewSession,
  NotSignedIn,
  Presented,
  ReadSession,
  Reading,
  Session,
  Verified,
} from '../../contract'
import { notSignedIn, authenticatedState } from '../../parts/auth-state'
import { presentedCookie, sessionCookie } from '../../parts/cookie'
import { secondsUntil, lifetimes } from '../../parts/lifetimes'
import { newOpaqueToken, tokenHashOf } from '../../parts/opaque-token'
import { recallSession } from '../../parts/session-cache'
import {
  type SessionRow,
  activityDue,
  findSession,
  findWholeSession,
  insertSession,
  renewSession,
  takeOverSession,
  shownOf,
  toSession,
  validRow,
} from '../../parts/session-row'

/** Its value is the opaque token itself; the row has the digest. */
export const cookieName = () => sessionCookie('database')

/** Kept by the browser until the absolute end: the row alone knows the idle one. */
export const cookieFor = (token: string, absoluteExpiresAt: Date, now: Date): CookieWrite => ({
  name: cookieName(),
  value: token,
  maxAgeSeconds: secondsUntil(absoluteExpiresAt, now),
})

/** The row stays: `endSessions` deletes it. */
export const clearCookies = (): CookieWrite[] => [{ name: cookieName(), value: '', maxAgeSeconds: 0 }]

async function living<Row extends SessionRow>(
  find: (where: { tokenHash: string }) => Promise<Row | null>,
  presented: Presented,
  now: Date,
): Promise<{ ok: true; row: Row } | NotSignedIn> {
  const cookie = presentedCookie(presented, cookieName())
  if (!cookie.ok) return cookie
  const tokenHash = tokenHashOf(cookie.value)
  if (!tokenHash) return notSignedIn('malformed')
  return validRow(await find({ tokenHash }), 'database', now)
}

/** One query, or none where memory is sure: the row and its user. */
export async function read(presented: Presented, now: Date): Promise<Reading> {
  const found = await living((where) => recallSession(where, now), presented, now)
  return found.ok ? readingOf(found.row, now) : found
}

const readingOf = (row: SessionRow, now: Date): ReadSession => ({
  ok: true,
  state: authenticatedState('database', shownOf(row), row.expiresAt),
  sessionId: row.id,
  activity: activityDue(row, now) ? 'due' : undefined,
})

/** The same, and with the issuer that vouched: this strategy has no other source. */
export async function verify(presented: Presented, now: Date): Promise<Verified | NotSignedIn> {
  const found = await living(findWholeSession, presented, now)
  return found.ok ? { ...readingOf(found.row, now), session: toSession(found.row) } : found
}

/**
 * One query, or none for what this app cannot have issued. The cookie says nothing by itself, so null also when the row
 * is gone.
 */
export async function sessionIdOf(presented: Presented) {
  const cookie = presentedCookie(presented, cookieName())
  const tokenHash = cookie.ok ? tokenHashOf(cookie.value) : null
  return tokenHash ? ((await findSession({ tokenHash }))?.id ?? null) : null
}

/**
 * The token is in the cookie and nowhere else: the row has its digest. One transaction, with what the session replaces.
 */
export async function start(session: NewSession, now: Date): Promise<Issued> {
  const { token, tokenHash } = newOpaqueToken()
  const { idleSeconds } = lifetimes()
  const row = await insertSession(session, { strategy: 'database', tokenHash, idleSeconds }, now)
  return {
    ok: true,
    state: authenticatedState('database', session, row.expiresAt),
    sessionId: row.id,
    cookies: [cookieFor(token, session.absoluteExpiresAt, now)],
  }
}

/**
 * A new token for the same row. Does NOT end a copy of a credential that is not looked up: until its own end it still
 * opens what only reads it.
 */
export async function takeOver(
  session: Session,
  from: CookieStrategyId,
  now: Date,
): Promise<Issued | NotSignedIn> {
  const { token, tokenHash } = newOpaqueToken()
  const { idleSeconds } = lifetimes()
  const expiresAt = await takeOverSession(
    session,
    from,
    { strategy: 'database', tokenHash, idleSeconds },
    now,
  )
  if (!expiresAt) return notSignedIn('revoked')
  return {
    ok: true,
    state: authenticatedState('database', session, expiresAt),
    sessionId: session.id,
    cookies: [cookieFor(token, session.absoluteExpiresAt, now)],
  }
}

/** The cookie keeps its value: only the row moves. */
export async function renew(session: Session, now: Date): Promise<Issued | NotSignedIn> {
  const expiresAt = await renewSession(session, lifetimes().idleSeconds, now)
  if (!expiresAt) return notSignedIn('revoked')
  return {
    ok: true,
    state: authenticatedState('database', session, expiresAt),
    sessionId: session.id,
    cookies: [],
  }
}

/** The client holds an opaque random id; the server looks up its digest at each request. */
export const database: CookieStrategy = {
  id: 'database',
  credentialSeconds: () => lifetimes().idleSeconds,
  idleSeconds: () => lifetimes().idleSeconds,
  read,
  verify,
  start,
  takeOver,
  renew,
  sessionIdOf,
  clearCookies,
}
