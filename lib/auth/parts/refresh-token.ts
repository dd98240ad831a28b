import 'server-only'
import { db } from '@/lib/db/prisma-client'
import type { RefreshToken } from '@/lib/db/generated/client'
import { oncePerProcess } from '@/lib/once-per-process'
import { decrypt, encrypt, keyFromSecret } from '@/lib/crypto'
import { tokenHashOf, newOpaqueToken } from './opaque-token'
import { findWholeSession, type WholeSessionRow, idleEnd } from './session-row'
import { plusSeconds, lifetimes } from './lifetimes'

/** The token as it was presented, and its row with the session and the person. */
export type FoundRefreshToken = { token: string; row: RefreshToken & { session: WholeSessionRow } }

/**
 * Two queries; none for a text that this app cannot have issued. The first reads the token's own row alone, so that it
 * shows as early as possible whether the token is spent: see `spendRefreshToken` for requests that arrived before that.
 * Does NOT check that the token is unspent, nor that its session has not ended.
 */
export async function findRefreshToken(token: string): Promise<FoundRefreshToken | null> {
  const tokenHash = tokenHashOf(token)
  const row = tokenHash ? await db().refreshToken.findUnique({ where: { tokenHash } }) : null
  const session = row && (await findWholeSession({ id: row.sessionId })) // the session may have ended between the two queries
  return session ? { token, row: { ...row, session } } : null
}

/**
 * One query; none for a text that this app cannot have issued. False also for an unknown token. Does NOT look at its
 * session.
 */
export async function isUnspent(token: string): Promise<boolean> {
  const tokenHash = tokenHashOf(token)
  if (!tokenHash) return false
  return (await db().refreshToken.count({ where: { tokenHash, spentAt: null } })) === 1
}

/** The refresh tokens that this process spent, by digest, with the time of their answer (`performance.now()`). */
const spentAt = oncePerProcess('spent-refresh-tokens', () => new Map<string, number>())
const rememberedMax = 1_000

/**
 * Records in the memory of this process when the token was spent; the last thousand are kept. Does NOT spend it:
 * `spendRefreshToken` does, in the row.
 */
export function markSpent(tokenHash: string) {
  const spent = spentAt()
  spent.set(tokenHash, performance.now())
  if (spent.size > rememberedMax) spent.delete(spent.keys().next().value!)
}

/** Whether a request had arrived before the token was spent: then it is one of two requests at once, and no replay. */
export const arrivedBeforeSpent = (tokenHash: string, arrivedAt: number | undefined): boolean =>
  arrivedAt !== undefined && arrivedAt < (spentAt().get(tokenHash) ?? 0)

const successorKey = (token: string) => keyFromSecret(token, 'refresh successor')

/** `reused`: the token was spent before. `ended`: its session has ended. */
export type Spent =
  { ok: true; refreshToken: string; expiresAt: Date } | { ok: false; code: 'reused' | 'ended' }

const ended: Spent = { ok: false, code: 'ended' }
const reused: Spent = { ok: false, code: 'reused' }

/**
 * Spends a refresh token and makes its successor, in one statement whose row count decides: of any number of requests
 * at once, one does it. The statement first moves the idle end of the session, which locks that row: if the session is
 * ended at the same moment, the successor is deleted with it, or is not made. A request that had arrived before the
 * token was spent gets the same successor, and so does, within `refreshGraceSeconds`, a later one. The row holds the
 * successor encrypted with a key that is derived from the spent token.
 */
export async function spendRefreshToken(
  { token, row }: FoundRefreshToken,
  idleSeconds: number,
  now: Date,
  arrivedAt?: number,
): Promise<Spent> {
  const { token: successor, tokenHash } = newOpaqueToken()
  const sealed = encrypt(successor, successorKey(token), row.tokenHash)
  const expiresAt = idleEnd(row.session.absoluteExpiresAt, idleSeconds, now)
  const count = await db().$executeRaw`
    WITH living AS (
      UPDATE "Session" SET "lastUsedAt" = ${now}, "expiresAt" = ${expiresAt}
      WHERE id = ${row.sessionId}::uuid AND "expiresAt" > ${now} RETURNING id),
    spent AS (
      UPDATE "RefreshToken" SET "spentAt" = ${now}, "sealedSuccessor" = ${sealed}
      WHERE "tokenHash" = ${row.tokenHash} AND "spentAt" IS NULL AND "sessionId" IN (SELECT id FROM living)
      RETURNING "sessionId")
    INSERT INTO "RefreshToken" ("tokenHash", "sessionId", "createdAt")
    SELECT ${tokenHash}, "sessionId", ${now} FROM spent`
  if (count === 0) return secondTime(token, row, expiresAt, now, arrivedAt)
  markSpent(row.tokenHash) // and again when the answer is made (`refresh.ts`): a request that arrived before that is no replay
  return { ok: true, refreshToken: successor, expiresAt }
}

/** The same successor again, for a request that is no replay, if the successor was not used. */
async function secondTime(
  token: string,
  { tokenHash, spentAt: spentBefore }: FoundRefreshToken['row'],
  expiresAt: Date,
  now: Date,
  arrivedAt: number | undefined,
): Promise<Spent> {
  const row = await db().refreshToken.findUnique({ where: { tokenHash } })
  if (!row) return ended
  if (!row.spentAt || !row.sealedSuccessor) return ended // the session has expired meanwhile
  const successor = decrypt(row.sealedSuccessor, successorKey(token), tokenHash)
  const hasRaced = spentBefore === null || arrivedBeforeSpent(tokenHash, arrivedAt)
  const isFresh = now < plusSeconds(row.spentAt, lifetimes().refreshGraceSeconds)
  if (!(hasRaced || isFresh) || !successor || !(await isUnspent(successor))) return reused
  return { ok: true, refreshToken: successor, expiresAt }
}
