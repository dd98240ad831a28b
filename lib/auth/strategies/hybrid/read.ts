import 'server-only'
import type { Anonymous, Session, Presented, Reading } from '../../contract'
import { presentedToken } from '../../parts/access-token'
import { earlierOf } from '../../parts/lifetimes'
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
  if (!('sid' in claims)) return anonymousState('malformed')
  const row = await find({ id: claims.sid })
  if (!row || row.strategy === 'bearer' || row.userId !== claims.sub) return anonymousState('revoked')
  return invalidReason(row, row.strategy, now) ?? { row, scope: claims.scope, expiresAt }
}

/** One query: the row and its user. The role is the row's, not the token's. */
export async function read(presented: Presented, now: Date): Promise<Reading> {
  const found = await living(findSession, presented, now)
  if ('status' in found) return found
  const { row, expiresAt } = found
  const state = authenticatedState('hybrid', toSession(row), earlierOf(expiresAt, row.expiresAt))
  const isDue = row.strategy !== 'jwt' && activityDue(row, now) // a jwt's row ends with its cookie
  return { state, sessionId: row.id, ...(isDue && { activity: 'due' as const }) }
}

/** The same, and with the issuer that vouched: this strategy has no other source. */
export async function verify(presented: Presented, now: Date): Promise<Session | Anonymous> {
  const found = await living(findWholeSession, presented, now)
  if ('status' in found) return found
  return { ...toSession(found.row), upstream: upstreamOf(found.row.origin), scope: found.scope }
}
