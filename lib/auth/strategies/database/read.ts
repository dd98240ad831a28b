import 'server-only'
import type { Anonymous, Confirmed, Presented, Reading } from '../../contract'
import { tokenHashOf } from '../../parts/opaque-token'
import { presentedCookie } from '../../parts/presented-cookie'
import { originOf } from '../../parts/session-origin'
import {
  activityDue,
  confirmedBy,
  findSession,
  findWholeSession,
  refusal,
  type SessionRow,
} from '../../parts/session-row'
import { anonymous, authenticated } from '../../parts/state'
import { cookieName } from './cookie'

async function living<Row extends SessionRow>(
  find: (where: { tokenHash: string }) => Promise<Row | null>,
  presented: Presented,
  now: Date,
): Promise<{ row: Row } | Anonymous> {
  const cookie = presentedCookie(presented, cookieName())
  if ('status' in cookie) return cookie
  const tokenHash = tokenHashOf(cookie.value)
  if (!tokenHash) return anonymous('malformed')
  const row = await find({ tokenHash })
  return refusal(row, 'database', now) ?? { row: row! }
}

/** One query: the row and its user. */
export async function read(presented: Presented, now: Date): Promise<Reading> {
  const found = await living(findSession, presented, now)
  if ('status' in found) return found
  const { row } = found
  const state = authenticated('database', confirmedBy(row), row.expiresAt)
  return { state, sessionId: row.id, ...(activityDue(row, now) && { activity: 'due' as const }) }
}

/** The same, and with the issuer that vouched: this strategy has no other source. */
export async function confirm(presented: Presented, now: Date): Promise<Confirmed | Anonymous> {
  const found = await living(findWholeSession, presented, now)
  if ('status' in found) return found
  return { ...confirmedBy(found.row), origin: originOf(found.row.origin) }
}

export async function sessionIdOf(presented: Presented) {
  const cookie = presentedCookie(presented, cookieName())
  const tokenHash = 'value' in cookie ? tokenHashOf(cookie.value) : null
  return tokenHash ? ((await findSession({ tokenHash }))?.id ?? null) : null
}
