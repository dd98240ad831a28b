import 'server-only'
import { db } from '@/lib/db/prisma-client'
import type { Prisma } from '@/lib/db/generated/client'
import { logFailure } from '@/lib/log'
import { oncePerProcess } from '@/lib/once-per-process'
import { type Due, type NextKey, dueByAge, ringSeconds, signerOf, verifies } from './schedule'
import { type SigningKey, newSigningKey, openSigningKey } from './signing-key'

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

/** The keys in the memory of this process: a token is verified without a query. */
type Ring = { keys: SigningKey[]; readAt: Date; triedAt: Date; reading?: Promise<SigningKey[]> }

/** An unknown `kid` makes an instance look again, at most this often: random ones cost no query each. */
const againSeconds = 5

/** The ring of this process; empty until the keys are read. */
export const keyRing = oncePerProcess<Ring>('signing-keys', () => ({
  keys: [],
  readAt: new Date(0),
  triedAt: new Date(0),
}))

/** Also where a clock was set back. */
const isPast = (instant: Date, seconds: number, now: Date) =>
  Math.abs(now.getTime() - instant.getTime()) >= seconds * 1000

/** One read at a time, whoever asks. */
function reread(now: Date): Promise<SigningKey[]> {
  const ring = keyRing()
  ring.triedAt = now
  return (ring.reading ??= read(ring, now).finally(() => delete ring.reading))
}

async function read(ring: Ring, now: Date) {
  ring.keys = await loadKeys()
  ring.readAt = now
  return ring.keys
}

/** What is known goes on while it is read anew: an outage of the database stops no verification. */
function rereadWhenOld(now: Date) {
  const ring = keyRing()
  if (isPast(ring.readAt, ringSeconds, now) && isPast(ring.triedAt, againSeconds, now))
    reread(now).catch((error: unknown) => logFailure('signing_keys.read', error))
}

async function currentKeys(now: Date): Promise<SigningKey[]> {
  const { keys } = keyRing()
  if (!keys.length) return reread(now)
  rereadWhenOld(now)
  return keys
}

/** The key that signs now. The very first is made here. @throws database errors, where there is none in memory */
export async function signingKey(now: Date): Promise<SigningKey> {
  const known = signerOf(await currentKeys(now), now)
  if (known) return known
  await publish(dueByAge, now)
  return signerOf(await currentKeys(now), now)!
}

/**
 * Publishes a key that is due, and reads all of them: this instance shows and takes the new one from then on.
 * @returns what was published by this call, or null
 */
export async function publish(due: Due, now: Date): Promise<NextKey | null> {
  const published = await publishNextKey(due, now)
  await keyRing().reading?.catch(() => undefined) // it may have begun before
  await reread(now)
  return published
}

/** As `verificationKey`, of the keys in memory alone, without waiting: null where others may have to be read. */
export function knownKey(kid: string, now: Date): SigningKey | null {
  rereadWhenOld(now)
  return find(keyRing().keys, kid, now)
}

/** The key of ours that a token names, or null. @throws database errors, where it may be one that was not read yet */
export async function verificationKey(kid: string, now: Date): Promise<SigningKey | null> {
  const known = find(await currentKeys(now), kid, now)
  if (known || !isPast(keyRing().readAt, againSeconds, now)) return known
  return find(await reread(now), kid, now)
}

function find(keys: SigningKey[], kid: string, now: Date): SigningKey | null {
  const key = keys.find((candidate) => candidate.kid === kid)
  return key && verifies(keys, key, now) ? key : null
}

/** What is published at `now`: whatever verifies, and what is about to sign. */
export async function publishedKeys(now: Date): Promise<SigningKey[]> {
  await signingKey(now)
  const keys = await currentKeys(now)
  return keys.filter((key) => verifies(keys, key, now))
}
