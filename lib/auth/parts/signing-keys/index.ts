import 'server-only'
import { logEvent, logFailure } from '@/lib/log'
import { loadKeys, publish, signingKey } from './ring'
import { dueAtStart, dueByAge, dueWhenAsked, type Due } from './schedule'
import type { Algorithm } from './signing-key'

/** The keys that sign access tokens: in the database, so that instances share them; in memory, so that nobody waits. */
export { knownKey, publishedKeys, signingKey, verificationKey } from './ring'
export { jwksCacheSeconds } from './schedule'
export { algorithms } from './signing-key'

const everyMs = 60 * 60 * 1000

/** Publishes the next key when it is due, for as long as the process lives. What fails is tried again an hour later. */
export function startKeyRotation() {
  const turn = (due: Due) =>
    publishAndLog(due, new Date()).catch((error: unknown) => logFailure('signing_keys.rotate', error))
  void turn(dueAtStart)
  setInterval(() => void turn(dueByAge), everyMs).unref()
}

async function publishAndLog(due: Due, now: Date) {
  const next = await publish(due, now)
  if (next) logEvent('signing_keys.published', { alg: next.alg, activeAt: next.activeAt.toISOString() })
  return next
}

/** A new key, though none is due. @returns when it starts to sign; null where one is waiting already */
export const rotateKeys = async (now: Date) => (await publish(dueWhenAsked, now))?.activeAt ?? null

/** What signs at `now`, and what takes over from it, where a key is published and waits. */
export type Signing = { alg: Algorithm; next: { alg: Algorithm; activeAt: Date } | null }

/**
 * Publishes what is due at a start, and says what signs: for whoever starts the app.
 * @throws database errors
 */
export async function prepareSigningKeys(now: Date): Promise<Signing> {
  await publish(dueAtStart, now)
  const { alg } = await signingKey(now)
  const newest = (await loadKeys()).at(-1)!
  return { alg, next: newest.activeAt > now ? { alg: newest.alg, activeAt: newest.activeAt } : null }
}
