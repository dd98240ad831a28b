import 'server-only'
import type { Anonymous, Session, Presented, Reading } from '../../contract'
import { presentedCookie } from '../../parts/presented-cookie'
import { upstreamOf } from '../../parts/upstream-session'
import { toSession, findWholeSession, invalidReason } from '../../parts/session-row'
import { authenticatedState } from '../../parts/auth-state'
import { cookieName } from './cookie'
import { open, type Opened } from './token'

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
