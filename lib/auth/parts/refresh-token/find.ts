import 'server-only'
import { db } from '@/lib/db/client'
import { tokenHashOf } from '../opaque-token'
import { joined, wholeSession } from '../session-row'

const find = (tokenHash: string) =>
  db().refreshToken.findUnique({
    where: { tokenHash },
    include: { session: { include: wholeSession } },
    ...joined,
  })

/** The token as it was presented, and its row with the session and the person. */
export type FoundRefreshToken = {
  token: string
  row: NonNullable<Awaited<ReturnType<typeof find>>>
}

/** One query, or none for what this app cannot have issued. Does NOT say whether it is spent, or its session lives. */
export async function findRefreshToken(token: string): Promise<FoundRefreshToken | null> {
  const tokenHash = tokenHashOf(token)
  const row = tokenHash ? await find(tokenHash) : null
  return row ? { token, row } : null
}

export async function isUnspent(token: string): Promise<boolean> {
  const tokenHash = tokenHashOf(token)
  if (!tokenHash) return false
  return (await db().refreshToken.count({ where: { tokenHash, spentAt: null } })) === 1
}
