import 'server-only'
import type { Anonymous, Confirmed, Presented, Reading } from '../../contract'
import { presentedToken } from '../../parts/access-token'
import { earlier } from '../../parts/lifetimes'
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

type Found<Row> = { row: Row; scope: string; expiresAt: Date }

/** A session of this strategy, or the one of a cookie for which a page asked for a token. */
async function living<Row extends SessionRow>(
  find: (where: { id: string }) => Promise<Row | null>,
  presented: Presented,
  now: Date,
): Promise<Found<Row> | Anonymous> {
  const token = await presentedToken(presented, now)
  if ('refused' in token) return token.refused
  const { claims, expiresAt } = token
  if (!('sid' in claims)) return anonymous('malformed')
  const row = await find({ id: claims.sid })
  if (!row || row.strategy === 'bearer' || row.userId !== claims.sub) return anonymous('revoked')
  return refusal(row, row.strategy, now) ?? { row, scope: claims.scope, expiresAt }
}

/** One query: the row and its user. The role is the row's, not the token's. */
export async function read(presented: Presented, now: Date): Promise<Reading> {
  const found = await living(findSession, presented, now)
  if ('status' in found) return found
  const { row, expiresAt } = found
  const state = authenticated('hybrid', confirmedBy(row), earlier(expiresAt, row.expiresAt))
  const isDue = row.strategy !== 'jwt' && activityDue(row, now) // a jwt's row ends with its cookie
  return { state, sessionId: row.id, ...(isDue && { activity: 'due' as const }) }
}

/** The same, and with the issuer that vouched: this strategy has no other source. */
export async function confirm(presented: Presented, now: Date): Promise<Confirmed | Anonymous> {
  const found = await living(findWholeSession, presented, now)
  if ('status' in found) return found
  return { ...confirmedBy(found.row), origin: originOf(found.row.origin), scope: found.scope }
}
