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
import { authenticatedState, notSignedIn } from '../../parts/auth-state'
import { firstCookie, readBoundCookie } from '../../parts/bound-cookie'
import { presentedCookie, sessionCookie } from '../../parts/cookie'
import { earlierOf, lifetimes } from '../../parts/lifetimes'
import { newOpaqueToken } from '../../parts/opaque-token'
import { recallSession } from '../../parts/session-cache'
import {
  type SessionRow,
  activityDue,
  findSession,
  findWholeSession,
  insertSession,
  renewSession,
  shownOf,
  takeOverSession,
  toSession,
  validRow,
} from '../../parts/session-row'

const cookieName = () => sessionCookie('dbsc')

/** The row stays: `endSessions` deletes it. The browser forgets its key when it asks for the next cookie. */
const clearCookies = (): CookieWrite[] => [{ name: cookieName(), value: '', maxAgeSeconds: 0 }]

type Living<Row> = { ok: true; row: Row; expiresAt: Date }

/** A bound cookie ends by itself; that of a session which no key was registered for ends with the session. */
async function living<Row extends SessionRow>(
  find: (where: { tokenHash: string }) => Promise<Row | null>,
  presented: Presented,
  now: Date,
): Promise<Living<Row> | NotSignedIn> {
  const cookie = presentedCookie(presented, cookieName())
  if (!cookie.ok) return cookie
  const read = readBoundCookie(cookie.value)
  if (!read) return notSignedIn('malformed')
  const valid = validRow(await find({ tokenHash: read.tokenHash }), 'dbsc', now)
  if (!valid.ok) return valid
  const { row } = valid
  const expiresAt = row.keyThumbprint === null ? row.expiresAt : earlierOf(read.endsAt, row.expiresAt)
  return expiresAt > now ? { ok: true, row, expiresAt } : notSignedIn('expired')
}

/** One query, or none where memory is sure: the row and its user. */
async function read(presented: Presented, now: Date): Promise<Reading> {
  const found = await living((where) => recallSession(where, now), presented, now)
  return found.ok ? readingOf(found, now) : found
}

const readingOf = ({ row, expiresAt }: Living<SessionRow>, now: Date): ReadSession => ({
  ok: true,
  state: authenticatedState('dbsc', shownOf(row), expiresAt),
  sessionId: row.id,
  activity: activityDue(row, now) ? 'due' : undefined,
})

/** The same, and with the issuer that vouched. */
async function verify(presented: Presented, now: Date): Promise<Verified | NotSignedIn> {
  const found = await living(findWholeSession, presented, now)
  if (!found.ok) return found
  const session = { ...toSession(found.row), expiresAt: found.expiresAt }
  return { ...readingOf(found, now), session }
}

/** One query, or none for what this app has not signed. Null also when the row is gone; not when the cookie has ended. */
async function sessionIdOf(presented: Presented) {
  const cookie = presentedCookie(presented, cookieName())
  const read = cookie.ok ? readBoundCookie(cookie.value) : null
  return read ? ((await findSession({ tokenHash: read.tokenHash }))?.id ?? null) : null
}

/** Not bound yet: the browser is asked to register a key, and until it does this is a database session. */
async function start(session: NewSession, now: Date): Promise<Issued> {
  const { tokenHash } = newOpaqueToken()
  const { idleSeconds } = lifetimes()
  const { id, expiresAt } = await insertSession(session, { strategy: 'dbsc', tokenHash, idleSeconds }, now)
  return issued({ ...session, id, expiresAt }, tokenHash, now)
}

/** As `start`, for a session that another strategy had: a key is to be registered anew. */
async function takeOver(session: Session, from: CookieStrategyId, now: Date): Promise<Issued | NotSignedIn> {
  const { tokenHash } = newOpaqueToken()
  const { idleSeconds } = lifetimes()
  const moved = { strategy: 'dbsc', tokenHash, idleSeconds } as const
  const expiresAt = await takeOverSession(session, from, moved, now)
  return expiresAt ? issued({ ...session, expiresAt }, tokenHash, now) : notSignedIn('revoked')
}

const issued = (session: Session, tokenHash: string, now: Date): Issued => ({
  ok: true,
  state: authenticatedState('dbsc', session, session.expiresAt),
  sessionId: session.id,
  cookies: [
    firstCookie(
      { id: session.id, strategy: 'dbsc', tokenHash, absoluteExpiresAt: session.absoluteExpiresAt },
      now,
    ),
  ],
})

/** Moves the row alone: no page gets the next cookie of a bound session, only the browser, for a signature of its key. */
async function renew(session: Session, now: Date): Promise<Issued | NotSignedIn> {
  const idleEnd = await renewSession(session, lifetimes().idleSeconds, now)
  if (!idleEnd) return notSignedIn('revoked')
  const expiresAt = session.keyThumbprint === undefined ? idleEnd : earlierOf(session.expiresAt, idleEnd)
  return {
    ok: true,
    state: authenticatedState('dbsc', session, expiresAt),
    sessionId: session.id,
    cookies: [],
  }
}

/**
 * A database session whose cookie is good for minutes; the browser gets the next one for a signature of a key that stays in
 * its device (`lib/auth/bind-session.ts`). In a browser that registers no key it is a database session.
 * @see https://www.w3.org/TR/dbsc/
 */
export const dbsc: CookieStrategy = {
  id: 'dbsc',
  credentialSeconds: () => lifetimes().boundCookieSeconds,
  idleSeconds: () => lifetimes().idleSeconds,
  read,
  verify,
  start,
  takeOver,
  renew,
  sessionIdOf,
  clearCookies,
}
