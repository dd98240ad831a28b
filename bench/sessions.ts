import type pg from 'pg'
import { withDatabase } from '../e2e/support/rows'
import type { Plan } from './load'

/** Many sessions, made in SQL. Who knows how a session's number becomes its token can present each of them. */

const cookie = 'session.database'

const base64url = (bytes: string) => `translate(encode(${bytes}, 'base64'), '+/=', '-_')`
/** As `sessionToken` in `load/plan.ts`; of a token the row has the SHA-256. */
const token = base64url(`sha256(convert_to('bench ' || n, 'UTF8'))`)
const tokenHash = base64url(`sha256(convert_to(${token}, 'UTF8'))`)

/** With fewer, writing the indexes once at the end takes longer than keeping them. */
const manyRows = 500_000
const rowsAtOnce = 500_000

/** Each was used a day from now, as far as the app can tell: so it writes down no use of it. */
const insert = `
  INSERT INTO "Session" (id, "tokenHash", "userId", strategy, provider, "credentialsVersion", device,
                         "createdAt", "authenticatedAt", "lastUsedAt", "expiresAt", "absoluteExpiresAt")
  SELECT gen_random_uuid(), ${tokenHash}, ($3::uuid[])[1 + n % array_length($3::uuid[], 1)], 'database', 'credentials', 0,
         'bench', now(), now(), now() + interval '1 day', now() + interval '2 days', now() + interval '2 days'
  FROM generate_series($1::int, $2::int) n`

const numberOfSessions = async (client: pg.Client) =>
  (
    await client.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM "Session" WHERE device = 'bench'`,
    )
  ).rows[0]!.count

/** Runs `work` without the indexes and references of the table, but for its primary key, and makes them again. */
async function withoutIndexes(client: pg.Client, work: () => Promise<void>) {
  const constraints = await client.query<{ name: string; sql: string }>(
    `SELECT conname AS name, pg_get_constraintdef(oid) AS sql FROM pg_constraint
     WHERE conrelid = '"Session"'::regclass AND contype = 'f'`,
  )
  const indexes = await client.query<{ name: string; sql: string }>(
    `SELECT indexname AS name, indexdef AS sql FROM pg_indexes
     WHERE tablename = 'Session' AND indexname <> 'Session_pkey'`,
  )
  for (const { name } of constraints.rows)
    await client.query(`ALTER TABLE "Session" DROP CONSTRAINT "${name}"`)
  for (const { name } of indexes.rows) await client.query(`DROP INDEX "${name}"`)
  await work()
  await client.query(`SET maintenance_work_mem = '512MB'`)
  for (const { sql } of indexes.rows) await client.query(sql)
  for (const { name, sql } of constraints.rows)
    await client.query(`ALTER TABLE "Session" ADD CONSTRAINT "${name}" ${sql}`)
}

/**
 * Adds sessions until there are so many. Never removes any.
 * @param people how many of those called `person-…@example.com` they are spread over
 */
export const ensureSessions = (databaseUrl: string, count: number, people: number): Promise<void> =>
  withDatabase(databaseUrl, async (client) => {
    const there = await numberOfSessions(client)
    if (there >= count) return
    const sql = `SELECT id FROM "User" WHERE email LIKE 'person-%' ORDER BY email LIMIT $1`
    const ids = (await client.query<{ id: string }>(sql, [people])).rows.map(({ id }) => id)
    const fill = async () => {
      for (let from = there; from < count; from += rowsAtOnce)
        await client.query(insert, [from, Math.min(from + rowsAtOnce, count) - 1, ids])
    }
    if (count - there >= manyRows) await withoutIndexes(client, fill)
    else await fill()
    await client.query('ANALYZE "Session"')
  })

/** The headers of requests that come from sessions drawn anew each time, or from one after the other. */
export const manySessions = (count: number, inTurn = false): Plan => ({
  kind: 'sessions',
  cookie,
  count,
  inTurn,
})
