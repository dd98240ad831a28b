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
 * Two queries, or none for what this app cannot have issued. The token's own row comes first, by itself: whether it was
 * spent is asked as early as can be, since whoever comes before that has raced for it (`spendRefreshToken`).
 * Does NOT say whether it is spent, or its session lives.
 */
export async function findRefreshToken(token: string): Promise<FoundRefreshToken | null> {
  const tokenHash = tokenHashOf(token)
  const row = tokenHash ? await db().refreshToken.findUnique({ where: { tokenHash } }) : null
  const session = row && (await findWholeSession({ id: row.sessionId })) // it may have ended between the two
  return session ? { token, row: { ...row, session } } : null
}

/**
 * One query, or none for what this app cannot have issued. False also for an unknown token. Does NOT look at its
 * session.
 */
export async function isUnspent(token: string): Promise<boolean> {
  const tokenHash = tokenHashOf(token)
  if (!tokenHash) return false
  return (await db().refreshToken.count({ where: { tokenHash, spentAt: null } })) === 1
}

/** Refresh tokens that this process spent, by digest, and when it was done with each: `performance.now()`. */
const spentAt = oncePerProcess('spent-refresh-tokens', () => new Map<string, number>())
const rememberedMax = 1_000

/**
 * Notes the time in the memory of this process, which keeps the last thousand. Does NOT spend it:
 * `spendRefreshToken` does, in the row.
 */
export function markSpent(tokenHash: string) {
  const spent = spentAt()
  spent.set(tokenHash, performance.now())
  if (spent.size > rememberedMax) spent.delete(spent.keys().next().value!)
}

/** Was a request here already when the token was spent? Then it raced for it, and is no replay. */
export const arrivedBeforeSpent = (tokenHash: string, arrivedAt: number | undefined): boolean =>
  arrivedAt !== undefined && arrivedAt < (spentAt().get(tokenHash) ?? 0)

const successorKey = (token: string) => keyFromSecret(token, 'refresh successor')

/** `reused`: it was spent before, by somebody else or long ago. `ended`: its session has. */
export type Spent =
  { ok: true; refreshToken: string; expiresAt: Date } | { ok: false; code: 'reused' | 'ended' }

const ended: Spent = { ok: false, code: 'ended' }
const reused: Spent = { ok: false, code: 'reused' }

/**
 * Spends a refresh token and makes the one that comes after, in one statement whose row count decides: of any number at
 * once one does it. It moves the idle end of the session first, which locks the row: a session that is ended at the same
 * moment takes the successor with it, or there is none.
 * Whoever raced for it gets the same successor: it was not spent yet when they came. So does, within the grace,
 * whoever comes later. The row holds it encrypted with a key that only the spent token yields.
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
  markSpent(row.tokenHash) // now, and again when the answer is made: who is looked up between the two has raced
  return { ok: true, refreshToken: successor, expiresAt }
}

/** The same successor again, as long as it is fresh and nobody has used it. */
async function secondTime(
  token: string,
  { tokenHash, spentAt: spentBefore }: FoundRefreshToken['row'],
  expiresAt: Date,
  now: Date,
  arrivedAt: number | undefined,
): Promise<Spent> {
  const row = await db().refreshToken.findUnique({ where: { tokenHash } })
  if (!row) return ended
  if (!row.spentAt || !row.sealedSuccessor) return ended // the session has expired between
  const successor = decrypt(row.sealedSuccessor, successorKey(token), tokenHash)
  const hasRaced = spentBefore === null || arrivedBeforeSpent(tokenHash, arrivedAt)
  const isFresh = now < plusSeconds(row.spentAt, lifetimes().refreshGraceSeconds)
  if (!(hasRaced || isFresh) || !successor || !(await isUnspent(successor))) return reused
  return { ok: true, refreshToken: successor, expiresAt }
}
