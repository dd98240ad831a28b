import 'server-only'
import type { Anonymous, Session, Presented, Reading } from '../../contract'
import { tokenHashOf } from '../../parts/opaque-token'
import { presentedCookie } from '../../parts/presented-cookie'
import { upstreamOf } from '../../parts/upstream-session'
import {
  activityDue,
  toSession,
  findSession,
  findWholeSession,
  invalidReason,
  type SessionRow,
} from '../../parts/session-row'
import { anonymousState, authenticatedState } from '../../parts/auth-state'
import { cookieName } from './cookie'

async function living<Row extends SessionRow>(
  find: (where: { tokenHash: string }) => Promise<Row | null>,
  presented: Presented,
  now: Date,
): Promise<{ row: Row } | Anonymous> {
  const cookie = presentedCookie(presented, cookieName())
  if ('status' in cookie) return cookie
  const tokenHash = tokenHashOf(cookie.value)
  if (!tokenHash) return anonymousState('malformed')
  const row = await find({ tokenHash })
  return invalidReason(row, 'database', now) ?? { row: row! }
}

/** One query: the row and its user. */
export async function read(presented: Presented, now: Date): Promise<Reading> {
  const found = await living(findSession, presented, now)
  if ('status' in found) return found
  const { row } = found
  const state = authenticatedState('database', toSession(row), row.expiresAt)
  return { state, sessionId: row.id, ...(activityDue(row, now) && { activity: 'due' as const }) }
}

/** The same, and with the issuer that vouched: this strategy has no other source. */
export async function verify(presented: Presented, now: Date): Promise<Session | Anonymous> {
  const found = await living(findWholeSession, presented, now)
  if ('status' in found) return found
  return { ...toSession(found.row), upstream: upstreamOf(found.row.origin) }
}

export async function sessionIdOf(presented: Presented) {
  const cookie = presentedCookie(presented, cookieName())
  const tokenHash = 'value' in cookie ? tokenHashOf(cookie.value) : null
  return tokenHash ? ((await findSession({ tokenHash }))?.id ?? null) : null
}
