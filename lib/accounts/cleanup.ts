import 'server-only'
import { db } from '@/lib/db/prisma-client'
import { logFailure } from '@/lib/log'

/**
 * Deletes what has expired and would be refused anyway. Safe at any time, from several processes at once.
 * @returns how many rows of each
 */
export async function deleteExpired(now: Date) {
  const expired = { where: { expiresAt: { lte: now } } }
  const sessions = await db().session.deleteMany({ where: { absoluteExpiresAt: { lte: now } } })
  const signUps = await db().signUp.deleteMany(expired)
  const passwordResets = await db().passwordReset.deleteMany(expired)
  const spentTokens = await deleteSpentTokens(now)
  const pressedForms = await db().pressedForm.deleteMany(expired)
  const providerFlows = await db().providerFlow.deleteMany(expired)
  const rateLimits = await db().rateLimit.deleteMany({ where: { expire: { lte: now.getTime() } } })
  return {
    sessions: sessions.count,
    signUps: signUps.count,
    passwordResets: passwordResets.count,
    spentTokens: spentTokens.count,
    pressedForms: pressedForms.count,
    providerFlows: providerFlows.count,
    rateLimits: rateLimits.count,
  }
}

/** Proofs of possession come with each request, and are kept for a minute: they do not wait for an hour. */
const deleteSpentTokens = (now: Date) => db().spentToken.deleteMany({ where: { expiresAt: { lte: now } } })

const minuteMs = 60_000

/** Keeps deleting for as long as the process lives: all of it each hour. What fails is tried again then. */
export function startCleanup() {
  const repeat = (sweep: (now: Date) => Promise<unknown>, everyMs: number) =>
    setInterval(() => {
      sweep(new Date()).catch((error: unknown) => logFailure('housekeeping', error))
    }, everyMs).unref()
  repeat(deleteExpired, 60 * minuteMs)
  repeat(deleteSpentTokens, minuteMs)
}
