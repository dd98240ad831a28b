import 'server-only'
import type {
  Anonymous,
  CookieStrategy,
  CookieStrategyId,
  CookieWrite,
  Issued,
  NewSession,
  Presented,
  Reading,
  Session,
} from '../../contract'
import { anonymousState, authenticatedState } from '../../parts/auth-state'
import { presentedCookie, sessionCookie } from '../../parts/cookie'
import { secondsUntil } from '../../parts/dates'
import { lifetimes } from '../../parts/lifetimes'
import {
  findWholeSession,
  insertSession,
  invalidReason,
  renewSession,
  takeOverSession,
  toSession,
  upstreamOf,
} from '../../parts/session-row'
import { type Opened, open, seal } from './token'

export const cookieName = () => sessionCookie('jwt')

/** StoredIdTokenData by the browser as long as the token inside is good. */
export const cookieFor = (token: string, expiresAt: Date, now: Date): CookieWrite => ({
  name: cookieName(),
  value: token,
  maxAgeSeconds: secondsUntil(expiresAt, now),
})

export const clearCookies = (): CookieWrite[] => [{ name: cookieName(), value: '', maxAgeSeconds: 0 }]

async function openCookie(presented: Presented, now: Date): Promise<Opened | Anonymous> {
  const cookie = presentedCookie(presented, cookieName())
  return 'status' in cookie ? cookie : open(cookie.value, now)
}

/** No query: the token says it all, as it was when it was sealed. */
export async function read(presented: Presented, now: Date): Promise<Reading> {
  const opened = await openCookie(presented, now)
  if ('status' in opened) return opened
  const { session, expiresAt } = opened
  return { state: authenticatedState('jwt', session, expiresAt), sessionId: session.sessionId }
}

/** One query: is the session still there, and who is its person today? */
export async function verify(presented: Presented, now: Date): Promise<Session | Anonymous> {
  const opened = await openCookie(presented, now)
  if ('status' in opened) return opened
  const row = await findWholeSession({ id: opened.session.sessionId })
  return (
    invalidReason(row, 'jwt', now) ?? {
      ...toSession(row!),
      upstream: upstreamOf(row!.origin, opened.idTokenData),
    }
  )
}

const beforeAnyExpiry = new Date(0)

export async function sessionIdOf(presented: Presented) {
  const opened = await openCookie(presented, beforeAnyExpiry)
  return 'status' in opened ? null : opened.session.sessionId
}

export async function start(session: NewSession, now: Date): Promise<Issued> {
  const idleSeconds = lifetimes().jwtSeconds
  const row = await insertSession(session, { strategy: 'jwt', tokenHash: null, idleSeconds }, now)
  return issueCookie({ ...session, sessionId: row.id }, row.expiresAt, now)
}

/** A token for a session that lives: the row decides its end. */
export async function issueCookie(session: Session, expiresAt: Date, now: Date): Promise<Issued> {
  const token = await seal(session, expiresAt, now)
  return {
    state: authenticatedState('jwt', session, expiresAt),
    sessionId: session.sessionId,
    cookies: [cookieFor(token, expiresAt, now)],
  }
}

export async function takeOver(
  session: Session,
  from: CookieStrategyId,
  now: Date,
): Promise<Issued | Anonymous> {
  const idleSeconds = lifetimes().jwtSeconds
  const expiresAt = await takeOverSession(
    session,
    from,
    { strategy: 'jwt', tokenHash: null, idleSeconds },
    now,
  )
  return expiresAt ? issueCookie(session, expiresAt, now) : anonymousState('revoked')
}

/** A new token for the same session. The one before it stays good until its own `exp`: that is the price of no look-up. */
export async function renew(session: Session, now: Date): Promise<Issued | Anonymous> {
  const expiresAt = await renewSession(session, lifetimes().jwtSeconds, now)
  return expiresAt ? issueCookie(session, expiresAt, now) : anonymousState('revoked')
}

/** The client holds an encrypted JWT; the server looks at its own state only when the JWT is renewed. */
export const jwt: CookieStrategy = {
  id: 'jwt',
  traits: {
    holds: 'An encrypted JWT',
    carriedBy: 'An HttpOnly cookie',
    lookedUp: 'At each renewal, not between',
    endsAtOnce: false,
    credentialSeconds: () => lifetimes().jwtSeconds,
    idleSeconds: () => lifetimes().jwtSeconds,
  },
  read,
  verify,
  start,
  takeOver,
  renew,
  sessionIdOf,
  clearCookies,
}
