import 'server-only'
import { db } from '@/lib/db/client'
import { tokenHashOf } from '../opaque-token'
import type { RefreshToken } from '@/lib/db/generated/client'
import { findWholeSession, type WholeSessionRow } from '../session-row'

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

export async function isUnspent(token: string): Promise<boolean> {
  const tokenHash = tokenHashOf(token)
  if (!tokenHash) return false
  return (await db().refreshToken.count({ where: { tokenHash, spentAt: null } })) === 1
}
