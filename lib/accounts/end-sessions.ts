import 'server-only'
import type { Prisma } from '@/lib/db/generated/client'

/** Part of a transaction that has moved `credentialsVersion`: whatever could still be used to come in, goes. */
export async function endEverySession(tx: Prisma.TransactionClient, userId: string): Promise<void> {
  await tx.session.deleteMany({ where: { userId } })
  await tx.passwordReset.deleteMany({ where: { userId } })
}
