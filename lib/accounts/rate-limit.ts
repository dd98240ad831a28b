import 'server-only'
import { sha256Base64url } from '@/lib/crypto'
import { pool } from '@/lib/db/prisma-client'

/**
 * Counters that all instances share, as rows of `rate_limit`: any number of them in one round trip, which no library of the
 * registry does. Windows follow the clock of this system.
 */

/** How long a window of every limit is. It starts with the first request that is counted in it. */
export const throttleWindowSeconds = 15 * 60

/** A limit is reached. `retryAfterSeconds`, at least 1: until the window of the full bucket ends. */
export type RateLimited = { ok: false; code: 'rate_limited'; retryAfterSeconds: number }

/** `ok` where there was room. */
export type Counted = { ok: true } | RateLimited

/** One counter: whose it is, and how many it takes. */
export type Bucket = { name: string; subject: string; points: number }

/** The table holds no addresses in clear, and keys of bounded length. */
const keyOf = ({ name, subject }: Bucket) => `${name}:${sha256Base64url(subject)}`

/** The statements of one kind for each bucket in turn, each with what it depends on: so they lock in one order. */
const chain = (buckets: Bucket[], one: (own: string, before: string | null, key: string) => string) =>
  buckets
    .map((_, at) => `t${at} AS (${one(`t${at}`, at === 0 ? null : `t${at - 1}`, `$${at + 1}`)})`)
    .join(', ')

/**
 * Counts one request in each bucket in turn, all in one statement. The first full one refuses, and nothing is counted in
 * the buckets after it; in a full one it is counted all the same.
 * @throws database errors: a limit that cannot be counted is not passed
 */
export async function take(buckets: Bucket[]): Promise<Counted> {
  const now = Date.now()
  const [keys, limits] = [buckets.map(keyOf), buckets.map(({ points }) => points)]
  const [nowAt, endAt] = [keys.length + 1, keys.length + 2]
  const counted = chain(
    buckets,
    (own, before, key) => `
      INSERT INTO rate_limit AS own (key, points, expire)
      SELECT ${key}, 1, $${endAt}::bigint ${before === null ? '' : `FROM ${before} WHERE points <= limit_of_${before}`}
      ON CONFLICT (key) DO UPDATE SET
        points = CASE WHEN own.expire <= $${nowAt} THEN 1 ELSE own.points + 1 END,
        expire = CASE WHEN own.expire <= $${nowAt} THEN excluded.expire ELSE own.expire END
      RETURNING points, expire, ${limits[Number(own.slice(1))]}::int AS limit_of_${own}`,
  )
  const seen = buckets.map((_, at) => `SELECT points > limit_of_t${at} AS "isFull", expire FROM t${at}`)
  const { rows } = await pool().query<{ isFull: boolean; expire: string }>(
    `WITH ${counted} ${seen.join(' UNION ALL ')}`,
    [...keys, now, now + throttleWindowSeconds * 1000],
  )
  const full = rows.find(({ isFull }) => isFull)
  if (!full) return { ok: true }
  return {
    ok: false,
    code: 'rate_limited',
    retryAfterSeconds: Math.max(1, Math.ceil((Number(full.expire) - now) / 1000)),
  }
}

/** A statement that goes in the same round trip as another. @param text of it, from the number of its first parameter on */
export type Beside = { text: (first: number) => string; values: unknown[] }

/**
 * Takes back one that was counted in each, in one statement.
 * @param own the one that is emptied instead
 * @param beside is carried out with it, both or neither
 */
export async function giveBack(buckets: Bucket[], own?: Bucket, beside?: Beside): Promise<void> {
  const given = chain(buckets, (of, before, key) => {
    const isNext = before === null ? '' : `AND (SELECT count(*) FROM ${before}) >= 0`
    return buckets[Number(of.slice(1))] === own
      ? `DELETE FROM rate_limit WHERE key = ${key} ${isNext} RETURNING 1`
      : `UPDATE rate_limit SET points = points - 1 WHERE key = ${key} AND points > 0 ${isNext} RETURNING 1`
  })
  const also = beside ? `, beside AS (${beside.text(buckets.length + 1)})` : ''
  await pool().query(`WITH ${given}${also} SELECT`, [...buckets.map(keyOf), ...(beside?.values ?? [])])
}

/** Takes back everything that was counted in one. */
export const empty = (bucket: Bucket): Promise<void> => giveBack([bucket], bucket)
