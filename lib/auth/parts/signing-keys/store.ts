import 'server-only'
import { db } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { newSigningKey, openSigningKey, type SigningKey } from './signing-key'
import { verifies, type Due, type NextKey } from './schedule'

/** Every key that this app can open, in the order in which they start to sign. */
export async function loadKeys(tx: Prisma.TransactionClient = db()): Promise<SigningKey[]> {
  const rows = await tx.signingKey.findMany({ orderBy: [{ activeAt: 'asc' }, { kid: 'asc' }] })
  const keys = await Promise.all(rows.map(openSigningKey))
  return keys.filter((key) => key !== null)
}

/** Any number, always the same: of several instances one at a time decides whether a key is due. */
const lockId = 3_141_592

/**
 * Publishes a new key if one is due, and removes those that verify nothing any more.
 * Of several instances at once one does it, and the others see that it is done.
 * @returns what was published by this call
 */
export function publishNextKey(due: Due, now: Date): Promise<NextKey | null> {
  return db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${lockId})`
    const keys = await loadKeys(tx)
    const next = due(keys, now)
    if (next) await tx.signingKey.create({ data: await newSigningKey(next.alg, now, next.activeAt) })
    const retired = keys.filter((key) => !verifies(keys, key, now)).map(({ kid }) => kid)
    if (retired.length) await tx.signingKey.deleteMany({ where: { kid: { in: retired } } })
    return next
  })
}
