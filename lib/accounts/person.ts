import 'server-only'
import type { Person } from '@/lib/auth/contract'
import type { Prisma } from '@/lib/db/generated/client'
import { logFailure } from '@/lib/log'

export type { Person }

/** The columns of User that make a Person: no row leaves this room with more. */
export const personColumns = {
  id: true,
  email: true,
  name: true,
  role: true,
  credentialsVersion: true,
} as const satisfies Record<keyof Person, true>

/**
 * Locks a user's row for a transaction. Every transaction locks it before the rows that belong to it: other orders would
 * deadlock. @returns false for nobody, and for a disabled user
 */
export async function lockEnabled(tx: Prisma.TransactionClient, userId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "User" WHERE id = ${userId}::uuid AND "disabledAt" IS NULL FOR NO KEY UPDATE`
  return rows.length === 1
}

/** Ends every session and reset code of a person. Part of a transaction that has moved `credentialsVersion`. */
export async function endEverySession(tx: Prisma.TransactionClient, userId: string): Promise<void> {
  await tx.session.deleteMany({ where: { userId } })
  await tx.passwordReset.deleteMany({ where: { userId } })
}

/**
 * Does what follows a change that is already stored. A failure is only logged: an error would say that nothing was
 * changed.
 */
export async function bestEffort(event: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    logFailure(event, error)
  }
}
