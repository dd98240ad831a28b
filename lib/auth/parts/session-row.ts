import 'server-only'
import type { Person } from '@/lib/accounts'
import { openSealedValue, sealValue } from '@/lib/crypto'
import { db } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { strategies } from '@/lib/strategies'
import type {
  CookieStrategyId,
  NewSession,
  NotSignedIn,
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

/** The hot path: one query. */
export const findSession = (where: Where) =>
  db().session.findUnique({ where, include: withPerson, ...joined })

/** With the issuer that vouched, for whatever goes on from here with the whole session. */
export const findWholeSession = (where: Where) =>
  db().session.findUnique({ where, include: { ...withPerson, origin: true }, ...joined })

export type SessionRow = NonNullable<Awaited<ReturnType<typeof findSession>>>
export type WholeSessionRow = NonNullable<Awaited<ReturnType<typeof findWholeSession>>>

/** Why a row does not count, or null when it does. A missing row was revoked: sign-out deletes. */
export function invalidReason(row: SessionRow | null, strategy: StrategyId, now: Date): NotSignedIn | null {
  if (!row || row.strategy !== strategy) return notSignedIn('revoked')
  if (row.user.disabledAt || row.credentialsVersion !== row.user.credentialsVersion)
    return notSignedIn('revoked')
  if (row.expiresAt <= now) return notSignedIn('expired')
  return null
}

/** What may be shown of a row. */
export const shownOf = ({ user, ...row }: SessionRow) => ({ ...row, person: user })

/** @param carried what the session's token carried of its issuer's word, where it has one */
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

/** The row keeps what the issuer said, unless the client carries it itself, where only the server can read it. */
const keeperOf = ({ strategy }: NewRow) =>
  strategies[strategy].credential === 'encrypted-jwt' ? 'token' : 'row'

/** Inserts the row and ends what it replaces, both or neither. */
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
  const [row] = await db().$transaction([
    insert,
    db().session.deleteMany({ where: { id: { in: replaces } } }),
  ])
  return row
}

/**
 * Gives a living session to another strategy: one conditional UPDATE of its row, so that of two at once one wins, and
 * whoever ends the session at that moment ends it under either.
 * @returns the new idle end, or null when the session was gone or had moved
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
      where: { id, strategy: from, expiresAt: { gt: now } },
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
 * Records activity: moves the idle end of a session that still lives. Also from two tabs at once.
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

/** Was the last use written down at least `activitySeconds` ago? Not every request is worth a write. */
export const activityDue = (row: SessionRow, now: Date) =>
  now >= plusSeconds(row.lastUsedAt, lifetimes().activitySeconds)

/** Ends sessions, in one statement. @returns whose they were; not those that are gone, or are not `userId`'s */
export async function endSessions(ids: string[], userId: string | null = null): Promise<string[]> {
  const ended = await db().$queryRaw<{ userId: string }[]>`
    DELETE FROM "Session" WHERE id = ANY(${ids}::uuid[]) AND (${userId}::uuid IS NULL OR "userId" = ${userId}::uuid)
    RETURNING "userId"`
  return ended.map((row) => row.userId)
}

/** Also of a session that has expired; null when its row is gone. */
export async function userIdOf(id: string): Promise<string | null> {
  const row = await db().session.findUnique({ where: { id }, select: { userId: true } })
  return row?.userId ?? null
}

const purpose = 'kept by a session'

type Row = { issuer: string; subject: string; issuerSid: string | null; kept: string | null }

/** @param keeper who carries what is kept: the row, encrypted, or the session's own token */
export const upstreamRow = ({ idTokenData, ...upstream }: UpstreamSession, keeper: 'row' | 'token'): Row => ({
  ...upstream,
  kept: keeper === 'row' ? sealValue(JSON.stringify(idTokenData), purpose) : null,
})

const nothing: StoredIdTokenData = { as: 'claims', claims: {} }

/** What was sealed with a secret that has been turned over since is lost, and the session goes on. */
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
    idTokenData: row.kept === null ? (carried ?? nothing) : opened(row.kept),
  }
