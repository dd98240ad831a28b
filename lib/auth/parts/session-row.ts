import 'server-only'
import { openSealedValue, sealValue } from '@/lib/crypto'
import { untilHeard } from '@/lib/db/changes'
import { db } from '@/lib/db/prisma-client'
import type { Prisma } from '@/lib/db/generated/client'
import { strategies } from '@/lib/strategies'
import type {
  CookieStrategyId,
  NewSession,
  NotSignedIn,
  Person,
  Session,
  StoredIdTokenData,
  StrategyId,
  UpstreamSession,
} from '../contract'
import { notSignedIn } from './auth-state'
import { earlierOf, plusSeconds, wholeSecond, lifetimes } from './lifetimes'

/** The row behind a session: what a cookie's reference or a token's `sid` names. */

const person = {
  id: true,
  email: true,
  name: true,
  role: true,
  credentialsVersion: true,
  disabledAt: true,
} as const
const withPerson = { user: { select: person } } as const

type Where = { id: string } | { tokenHash: string }

/** Row and person in one round trip, where Prisma would make one for each relation. */
const joined = { relationLoadStrategy: 'join' } as const

/** The row with its person, for `read`: one query. */
export const findSession = (where: Where) =>
  db().session.findUnique({ where, include: withPerson, ...joined })

/** The row with its person and with what the issuer said, for callers that need the whole `Session`. */
export const findWholeSession = (where: Where) =>
  db().session.findUnique({ where, include: { ...withPerson, origin: true }, ...joined })

export type SessionRow = NonNullable<Awaited<ReturnType<typeof findSession>>>
export type WholeSessionRow = NonNullable<Awaited<ReturnType<typeof findWholeSession>>>

/** The row, unless it does not count any more. A missing row was revoked: sign-out deletes. */
export function validRow<Row extends SessionRow>(
  row: Row | null,
  strategy: StrategyId,
  now: Date,
): { ok: true; row: Row } | NotSignedIn {
  if (!row || row.strategy !== strategy) return notSignedIn('revoked')
  if (row.user.disabledAt || row.credentialsVersion !== row.user.credentialsVersion)
    return notSignedIn('revoked')
  if (row.expiresAt <= now) return notSignedIn('expired')
  return { ok: true, row }
}

/** The part of a row that may be shown. */
export const shownOf = ({ user, ...row }: SessionRow) => ({ ...row, person: user })

/** @param carried what the issuer said, if the session's own token carries it (`jwt`) */
export function toSession(row: WholeSessionRow, carried: StoredIdTokenData | null = null): Session {
  const { id, email, name, role, credentialsVersion } = row.user
  return {
    id: row.id,
    person: { id, email, name, role, credentialsVersion } satisfies Person,
    provider: row.provider,
    authenticatedAt: row.authenticatedAt,
    expiresAt: row.expiresAt,
    absoluteExpiresAt: row.absoluteExpiresAt,
    upstream: upstreamOf(row.origin, carried),
    scope: row.scope ?? undefined,
    keyThumbprint: row.keyThumbprint ?? undefined,
  }
}

/** When a session that is used now ends without further use: in whole seconds, never after its absolute end. */
export const idleEnd = (absoluteExpiresAt: Date, idleSeconds: number, now: Date) =>
  wholeSecond(earlierOf(plusSeconds(now, idleSeconds), absoluteExpiresAt))

type NewRow = {
  strategy: StrategyId
  tokenHash: string | null
  idleSeconds: number
  /** of the first of its refresh tokens, for a strategy that has any */
  refreshTokenHash?: string
}

/** What the issuer said is kept in the row, encrypted; or in the client's token, if only the server can read that. */
const keeperOf = ({ strategy }: NewRow) =>
  strategies[strategy].credential === 'encrypted-jwt' ? 'token' : 'row'

/** Inserts the row and ends what it replaces, both or neither. What it has ended is not in memory any more afterwards. */
export async function insertSession(session: NewSession, fresh: NewRow, now: Date) {
  const { strategy, tokenHash, idleSeconds, refreshTokenHash } = fresh
  const { person, provider, device, authenticatedAt, absoluteExpiresAt, replaces, upstream, scope } = session
  const { keyThumbprint } = session
  const data: Prisma.SessionUncheckedCreateInput = {
    userId: person.id,
    credentialsVersion: person.credentialsVersion,
    strategy,
    tokenHash,
    provider,
    device,
    authenticatedAt,
    absoluteExpiresAt,
    createdAt: now,
    lastUsedAt: now,
    expiresAt: idleEnd(absoluteExpiresAt, idleSeconds, now),
    scope: scope ?? null,
    keyThumbprint: keyThumbprint ?? null,
  }
  if (upstream) data.origin = { create: upstreamRow(upstream, keeperOf(fresh)) }
  if (refreshTokenHash) data.refreshTokens = { create: { tokenHash: refreshTokenHash, createdAt: now } }
  const insert = db().session.create({ data })
  if (replaces.length === 0) return insert // one statement, or what Prisma makes of it, in a transaction of its own
  const [row] = await db().$transaction([
    insert,
    db().session.deleteMany({ where: { id: { in: replaces } } }),
  ])
  await untilHeard()
  return row
}

/**
 * Gives a session to another strategy, unless it is bound to a key: one conditional UPDATE of its row. Of two calls at once
 * one succeeds; so it is with a call that binds it meanwhile. A call that
 * ends the session at the same moment ends it, under whichever strategy it is by then.
 * @returns the new idle end, or null when the session was gone, had moved, or was bound
 */
export async function takeOverSession(
  { id, absoluteExpiresAt, upstream }: Session,
  from: CookieStrategyId,
  moved: NewRow,
  now: Date,
) {
  const { strategy, tokenHash, idleSeconds } = moved
  const expiresAt = idleEnd(absoluteExpiresAt, idleSeconds, now)
  return db().$transaction(async (tx) => {
    const { count } = await tx.session.updateMany({
      where: { id, strategy: from, keyThumbprint: null, expiresAt: { gt: now } },
      data: { strategy, tokenHash, lastUsedAt: now, expiresAt },
    })
    if (count === 0) return null
    if (upstream)
      await tx.sessionOrigin.update({
        where: { sessionId: id },
        data: upstreamRow(upstream, keeperOf(moved)),
      })
    return expiresAt
  })
}

/**
 * Records activity: moves the idle end of a session that has not ended. Two calls at once have the effect of one.
 * @returns the new idle end, or null when the session is gone
 */
export async function renewSession(
  session: Pick<Session, 'id' | 'absoluteExpiresAt'>,
  idleSeconds: number,
  now: Date,
) {
  const expiresAt = idleEnd(session.absoluteExpiresAt, idleSeconds, now)
  const { count } = await db().session.updateMany({
    where: { id: session.id, expiresAt: { gt: now } },
    data: { lastUsedAt: now, expiresAt },
  })
  return count === 1 ? expiresAt : null
}

/** Whether the last use was recorded at least `activitySeconds` ago, so that not every request writes. */
export const activityDue = (row: SessionRow, now: Date) =>
  now >= plusSeconds(row.lastUsedAt, lifetimes().activitySeconds)

/**
 * Ends sessions, in one statement. @returns the ids of their users; none for sessions that are gone or not of `userId`
 */
export async function endSessions(ids: string[], userId: string | null = null): Promise<string[]> {
  const ended = await db().$queryRaw<{ userId: string }[]>`
    DELETE FROM "Session" WHERE id = ANY(${ids}::uuid[]) AND (${userId}::uuid IS NULL OR "userId" = ${userId}::uuid)
    RETURNING "userId"`
  return ended.map((row) => row.userId)
}

/** The user of a session, also if it has expired; null if its row is gone. */
export async function userIdOf(id: string): Promise<string | null> {
  const row = await db().session.findUnique({ where: { id }, select: { userId: true } })
  return row?.userId ?? null
}

const purpose = 'kept by a session'

type Row = { issuer: string; subject: string; issuerSid: string | null; idTokenData: string | null }

/** @param keeper who carries what is kept: the row, encrypted, or the session's own token */
export const upstreamRow = ({ idTokenData, ...upstream }: UpstreamSession, keeper: 'row' | 'token'): Row => ({
  ...upstream,
  idTokenData: keeper === 'row' ? sealValue(JSON.stringify(idTokenData), purpose) : null,
})

const nothing: StoredIdTokenData = { as: 'claims', claims: {} }

/** If the secret was replaced since, what the issuer said is lost, and the session goes on without it. */
function opened(sealed: string): StoredIdTokenData {
  const text = openSealedValue(sealed, purpose)
  return text === null ? nothing : (JSON.parse(text) as StoredIdTokenData) // only what this app sealed opens
}

/** @param carried what the session's token carried, where it has one */
const upstreamOf = (row: Row | null, carried: StoredIdTokenData | null = null): UpstreamSession | null =>
  row && {
    issuer: row.issuer,
    subject: row.subject,
    issuerSid: row.issuerSid,
    idTokenData: row.idTokenData === null ? (carried ?? nothing) : opened(row.idTokenData),
  }
