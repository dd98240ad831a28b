import 'server-only'
import type {
  CookieStrategy,
  CookieStrategyId,
  CookieWrite,
  Issued,
  NewSession,
  NotSignedIn,
  Presented,
  Reading,
  Session,
  Verified,
} from '../../contract'
import { authenticatedState, notSignedIn } from '../../parts/auth-state'
import { presentedCookie } from '../../parts/cookie'
import { secondsUntil, lifetimes } from '../../parts/lifetimes'
import {
  findWholeSession,
  insertSession,
  renewSession,
  takeOverSession,
  toSession,
  validRow,
} from '../../parts/session-row'
import { type Opened, cookieName, open, seal } from './token'

/** Kept by the browser as long as the token inside is good. */
export const cookieFor = (token: string, expiresAt: Date, now: Date): CookieWrite => ({
  name: cookieName(),
  value: token,
  maxAgeSeconds: secondsUntil(expiresAt, now),
})

/** A copy of the token stays good for what only reads it, until its `exp`. */
export const clearCookies = (): CookieWrite[] => [{ name: cookieName(), value: '', maxAgeSeconds: 0 }]

async function openCookie(presented: Presented, now: Date): Promise<Opened | NotSignedIn> {
  const cookie = presentedCookie(presented, cookieName())
  return cookie.ok ? open(cookie.value, now) : cookie
}

/** No query: the token says it all, as it was when it was sealed. */
export async function read(presented: Presented, now: Date): Promise<Reading> {
  return openCookie(presented, now)
}

/** One query: is the session still there, and who is its person today? */
export async function verify(presented: Presented, now: Date): Promise<Verified | NotSignedIn> {
  const opened = await openCookie(presented, now)
  if (!opened.ok) return opened
  const valid = validRow(await findWholeSession({ id: opened.sessionId }), 'jwt', now)
  return valid.ok ? { ...opened, session: toSession(valid.row, opened.idTokenData) } : valid
}

const beforeAnyExpiry = new Date(0)

/** No query: the token names it, also when it has expired. It may be of a session that is gone. */
export async function sessionIdOf(presented: Presented) {
  const opened = await openCookie(presented, beforeAnyExpiry)
  return opened.ok ? opened.sessionId : null
}

/**
 * Writes a row all the same, which `verify` and `renew` look at; `read` does not. The token ends with the row's idle
 * end.
 */
export async function start(session: NewSession, now: Date): Promise<Issued> {
  const idleSeconds = lifetimes().jwtSeconds
  const row = await insertSession(session, { strategy: 'jwt', tokenHash: null, idleSeconds }, now)
  return issueCookie({ ...session, id: row.id, expiresAt: row.expiresAt }, now)
}

/** A token for a session that lives: the row decides its end. */
export async function issueCookie(session: Session, now: Date): Promise<Issued> {
  const { expiresAt } = session
  const token = await seal(session, now)
  return {
    ok: true,
    state: authenticatedState('jwt', session, expiresAt),
    sessionId: session.id,
    cookies: [cookieFor(token, expiresAt, now)],
  }
}

/** The row's digest is removed: a token that is looked up by it is refused from now on. */
export async function takeOver(
  session: Session,
  from: CookieStrategyId,
  now: Date,
): Promise<Issued | NotSignedIn> {
  const idleSeconds = lifetimes().jwtSeconds
  const expiresAt = await takeOverSession(
    session,
    from,
    { strategy: 'jwt', tokenHash: null, idleSeconds },
    now,
  )
  return expiresAt ? issueCookie({ ...session, expiresAt }, now) : notSignedIn('revoked')
}

/** A new token for the same session. The one before it stays good until its own `exp`: that is the price of no look-up. */
export async function renew(session: Session, now: Date): Promise<Issued | NotSignedIn> {
  const expiresAt = await renewSession(session, lifetimes().jwtSeconds, now)
  return expiresAt ? issueCookie({ ...session, expiresAt }, now) : notSignedIn('revoked')
}

/** The client holds an encrypted JWT; the server looks at its own state only when the JWT is renewed. */
export const jwt: CookieStrategy = {
  id: 'jwt',
  credentialSeconds: () => lifetimes().jwtSeconds,
  idleSeconds: () => lifetimes().jwtSeconds,
  read,
  verify,
  start,
  takeOver,
  renew,
  sessionIdOf,
  clearCookies,
}
