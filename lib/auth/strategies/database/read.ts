import 'server-only'
import type { Anonymous, Confirmed, Presented, Reading } from '../../contract'
import { tokenHashOf } from '../../parts/opaque-token'
import { presentedCookie } from '../../parts/presented-cookie'
import { activityDue, confirmedBy, findSession, refusal, type SessionRow } from '../../parts/session-row'
import { anonymous, authenticated } from '../../parts/state'
import { cookieName } from './cookie'

async function living(presented: Presented, now: Date): Promise<{ row: SessionRow } | Anonymous> {
  const cookie = presentedCookie(presented, cookieName())
  if ('status' in cookie) return cookie
  const tokenHash = tokenHashOf(cookie.value)
  if (!tokenHash) return anonymous('malformed')
  const row = await findSession({ tokenHash })
  return refusal(row, 'database', now) ?? { row: row! }
}

/** One query: the row and its user. */
export async function read(presented: Presented, now: Date): Promise<Reading> {
  const found = await living(presented, now)
  if ('status' in found) return found
  const { row } = found
  const state = authenticated('database', confirmedBy(row), row.expiresAt)
  return { state, sessionId: row.id, ...(activityDue(row, now) && { activity: 'due' as const }) }
}

/** The same query: this strategy has no other source. */
export async function confirm(presented: Presented, now: Date): Promise<Confirmed | Anonymous> {
  const found = await living(presented, now)
  return 'status' in found ? found : confirmedBy(found.row)
}

export async function sessionIdOf(presented: Presented) {
  const cookie = presentedCookie(presented, cookieName())
  const tokenHash = 'value' in cookie ? tokenHashOf(cookie.value) : null
  return tokenHash ? ((await findSession({ tokenHash }))?.id ?? null) : null
}
