import 'server-only'
import { logFailure } from '@/lib/log'
import { dueByAge, ringSeconds, signerOf, verifies, type Due, type NextKey } from './schedule'
import type { SigningKey } from './signing-key'
import { loadKeys, publishNextKey } from './store'

/** The keys in the memory of this process: a token is verified without a query. */
type Ring = { keys: SigningKey[]; readAt: Date; triedAt: Date; reading?: Promise<SigningKey[]> }

/** An unknown `kid` makes an instance look again, at most this often: random ones cost no query each. */
const againSeconds = 5

const kept = globalThis as { __keyRing?: Ring } // one ring a process, also where the bundler copies this module

/** Also where a clock was set back. */
const isPast = (instant: Date, seconds: number, now: Date) =>
  Math.abs(now.getTime() - instant.getTime()) >= seconds * 1000

/** One read at a time, whoever asks. */
function reread(now: Date): Promise<SigningKey[]> {
  const ring = (kept.__keyRing ??= { keys: [], readAt: new Date(0), triedAt: now })
  ring.triedAt = now
  return (ring.reading ??= read(ring, now).finally(() => delete ring.reading))
}

async function read(ring: Ring, now: Date) {
  ring.keys = await loadKeys()
  ring.readAt = now
  return ring.keys
}

/** What is known goes on while it is read anew: an outage of the database stops no verification. */
async function currentKeys(now: Date): Promise<SigningKey[]> {
  const ring = kept.__keyRing
  if (!ring?.keys.length) return reread(now)
  if (isPast(ring.readAt, ringSeconds, now) && isPast(ring.triedAt, againSeconds, now))
    reread(now).catch((error: unknown) => logFailure('signing_keys.read', error))
  return ring.keys
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
  await kept.__keyRing?.reading?.catch(() => undefined) // it may have begun before
  await reread(now)
  return published
}

/** The key of ours that a token names, or null. @throws database errors, where it may be one that was not read yet */
export async function verificationKey(kid: string, now: Date): Promise<SigningKey | null> {
  const known = find(await currentKeys(now), kid, now)
  if (known || !isPast(kept.__keyRing!.readAt, againSeconds, now)) return known
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
