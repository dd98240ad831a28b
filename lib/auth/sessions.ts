import 'server-only'
import { z } from 'zod'
import { tryRecordEvent } from '@/lib/accounts'
import { db } from '@/lib/db/prisma-client'
import { isCookieStrategy, isTokenStrategy, strategies } from '@/lib/strategies'
import type { Session, StrategyId } from './contract'
import { endSessions } from './parts/session-row'

const living = (userId: string, credentialsVersion: number, now: Date) => ({
  userId,
  credentialsVersion,
  expiresAt: { gt: now },
})

/** Where a person is signed in, the latest activity first. `current` is the session that asks. */
export async function listSessions({ person, id: ownId }: Session, now: Date) {
  const rows = await db().session.findMany({
    where: living(person.id, person.credentialsVersion, now),
    orderBy: { lastUsedAt: 'desc' },
    select: { id: true, strategy: true, device: true, createdAt: true, lastUsedAt: true, expiresAt: true },
  })
  return rows.map((row) => ({
    id: row.id,
    strategy: row.strategy,
    device: row.device,
    current: row.id === ownId,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  }))
}

/** Ends one session of the same person. @returns false for an id that is not theirs, whoever's it is */
export async function endSession(
  { person }: Session,
  id: string,
  device: string,
  now: Date,
): Promise<boolean> {
  if (!z.uuid().safeParse(id).success) return false
  const [ended] = await endSessions([id], person.id)
  if (ended) await tryRecordEvent(person.id, 'session_ended', device, now)
  return ended !== undefined
}

/** Ends every session of the person but the one that asks. @returns how many */
export async function endOtherSessions(
  { person, id: ownId }: Session,
  device: string,
  now: Date,
): Promise<number> {
  const { count } = await db().session.deleteMany({ where: { userId: person.id, id: { not: ownId } } })
  if (count > 0) await tryRecordEvent(person.id, 'other_sessions_ended', device, now)
  return count
}

/**
 * What is counted as a session: that of a cookie, and one that each request looks up. Every session of a token strategy
 * is also counted as a family of refresh tokens.
 */
const isSession = (id: StrategyId) => isCookieStrategy(id) || strategies[id].lookup === 'each-request'

/** How many sessions and families of refresh tokens have not expired. A `hybrid` session is counted as both. */
export async function countSessions(now: Date) {
  const counts = await db().session.groupBy({
    by: ['strategy'],
    where: { expiresAt: { gt: now } },
    _count: true,
  })
  const sumOf = (isCounted: (id: StrategyId) => boolean) =>
    counts.reduce((total, { strategy, _count }) => total + (isCounted(strategy) ? _count : 0), 0)
  return { sessions: sumOf(isSession), refreshFamilies: sumOf(isTokenStrategy) }
}
