import 'server-only'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { sha256Base64url } from '@/lib/crypto'
import { pool } from '@/lib/db/client'

/** Every limit is so many per this window, which starts with the first one counted. */
export const throttleWindowSeconds = 15 * 60

/** Not now. `retryAfterSeconds` ≥ 1: when the window of the bucket that is full ends. */
export type RateLimited = { ok: false; code: 'rate_limited'; retryAfterSeconds: number }

/** One counter: whose it is, and how many it takes. */
export type Bucket = { name: string; subject: string; points: number }

const keyOf = ({ subject }: Bucket) => sha256Base64url(subject) // bounded, and no address book in the table

const limiter = ({ name, points }: Bucket) =>
  new RateLimiterPostgres({
    storeClient: pool(),
    storeType: 'pool',
    tableName: 'rate_limit',
    tableCreated: true,
    keyPrefix: name,
    points,
    duration: throttleWindowSeconds,
    clearExpiredByTimeout: false,
  })

/**
 * Counts one, in one atomic statement, whether there is room or not. Windows follow the system's clock.
 * @returns null when there was room
 * @throws database errors: a limit that cannot be counted is not passed
 */
export async function take(bucket: Bucket): Promise<RateLimited | null> {
  try {
    await limiter(bucket).consume(keyOf(bucket))
    return null
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    const retryAfterSeconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000))
    return { ok: false, code: 'rate_limited', retryAfterSeconds }
  }
}

/** Takes from each in turn; the first that is full refuses, and those after it are not counted. */
export async function takeAll(buckets: Bucket[]): Promise<RateLimited | null> {
  for (const bucket of buckets) {
    const refusal = await take(bucket)
    if (refusal) return refusal
  }
  return null
}

/** Gives one back. */
export const giveBack = async (bucket: Bucket) => void (await limiter(bucket).reward(keyOf(bucket)))

/** Forgets everything counted. */
export const empty = async (bucket: Bucket) => void (await limiter(bucket).delete(keyOf(bucket)))
