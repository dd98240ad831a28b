import 'server-only'
import pg from 'pg'
import { newClient } from './connection'

/**
 * Instants that an earlier version wrote. Prisma's driver sends them without a zone and reads them without looking at it;
 * that version left the zone to the server, so that noon in UTC was stored as noon in New York. From then on the database
 * says that its instants are UTC: decision 021.
 */

const mark = 'instants: UTC'

/** What there was when instants could be written in another zone. Tables that came later never were. */
const tables = [
  'User',
  'Identity',
  'Session',
  'RefreshToken',
  'SigningKey',
  'SignUp',
  'PasswordReset',
  'SecurityEvent',
  'SpentToken',
  '_prisma_migrations',
]

/** The instants cannot be brought to UTC: `message` is one sentence. */
export class InstantsError extends Error {}

/** Says once and for all that the instants in here are UTC. Needs the owner of the table. */
export const markAsUtc = (client: pg.Client) => client.query(`COMMENT ON TABLE "Session" IS '${mark}'`)

/** @returns null in a database that has no tables yet */
export async function isMarkedAsUtc(client: pg.Client): Promise<boolean | null> {
  const sql = `SELECT oid IS NOT NULL AS there, obj_description(oid, 'pg_class') AS said FROM to_regclass('"Session"') AS oid`
  const { rows } = await client.query<{ there: boolean; said: string | null }>(sql)
  return rows[0]?.there ? rows[0].said === mark : null
}

/**
 * A person and a session are given their id, a UUID of version 7, and `createdAt` at the same time. The first 48 bits of
 * the id are milliseconds since 1970 (RFC 9562 §5.7), which no zone changes: together they say in which zone the row was
 * written. Winter in London says nothing, and what is no zone's distance away (a quarter of an hour) is no evidence.
 */
const evidence = `
  WITH "row" AS (
    SELECT id::text AS id, "createdAt" AS stored FROM "User"
    UNION ALL SELECT id::text, "createdAt" FROM "Session"
  ), dated AS (
    SELECT stored, to_timestamp((('x0000' || left(replace(id, '-', ''), 12))::bit(64)::bigint) / 1000.0) AS written
    FROM "row" WHERE substr(id, 15, 1) = '7'
  ), measured AS (
    SELECT extract(epoch FROM stored - written)::int AS "fromUtc",
      extract(epoch FROM stored - ((written AT TIME ZONE 'UTC') AT TIME ZONE $1))::int AS "fromZone"
    FROM dated
  )
  SELECT
    count(*) FILTER (WHERE abs("fromUtc") < 300 AND abs("fromZone") >= 300)::int AS utc,
    count(*) FILTER (WHERE abs("fromZone") < 300 AND abs("fromUtc") >= 300)::int AS zone,
    count(*) FILTER (WHERE abs("fromUtc") BETWEEN 300 AND 57600 AND abs("fromZone") >= 300
      AND abs(("fromUtc" + 57600) % 900 - 450) > 150)::int AS elsewhere
  FROM measured`

type Evidence = { utc: number; zone: number; elsewhere: number }

/** @returns 'convert' also where no row says anything: then today's zone is the best that is known */
function judge({ utc, zone, elsewhere }: Evidence): 'convert' | 'leave' | 'unknown' {
  if (elsewhere || (utc && zone)) return 'unknown'
  return utc ? 'leave' : 'convert'
}

/** What the earlier version read, it goes on reading, to the millisecond: an instant that it wrote into the hour which
 *  daylight saving skips was an hour late for it too, and cannot be told from the hour after. */
async function convert(client: pg.Client, zone: string) {
  const columns = `
    SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns
    WHERE table_schema = 'public' AND data_type = 'timestamp with time zone' AND table_name = ANY($1)`
  const { rows } = await client.query<{ table: string; column: string }>(columns, [tables])
  const { escapeIdentifier: name, escapeLiteral: text } = pg
  for (const table of new Set(rows.map((row) => row.table))) {
    const own = rows.filter((row) => row.table === table).map((row) => name(row.column))
    const changes = own.map(
      (column) => `${column} = (${column} AT TIME ZONE ${text(zone)}) AT TIME ZONE 'UTC'`,
    )
    await client.query(`UPDATE ${name(table)} SET ${changes.join(', ')}`)
  }
}

/**
 * Brings the instants of an earlier version to UTC, once, all of them or none. Nothing happens to a database that has no
 * tables yet, or that says it is UTC. Nobody else may be migrating, and no earlier version running.
 * @param formerZone the zone of a session there that asks for none
 * @throws InstantsError when its rows were not written in that zone, or in more than one: then nothing was changed
 */
export async function bringInstantsToUtc(databaseUrl: string, formerZone: string): Promise<void> {
  const client = newClient(databaseUrl)
  await client.connect()
  try {
    if ((await isMarkedAsUtc(client)) !== false) return
    await client.query('BEGIN')
    const { rows } = await client.query<Evidence>(evidence, [formerZone])
    const judged = judge(rows[0]!)
    if (judged === 'unknown')
      throw new InstantsError(
        `its instants were not all written in the time zone ${formerZone}, which is its own today; docs/deploy/databases.md says how to help it.`,
      )
    if (judged === 'convert') await convert(client, formerZone)
    await markAsUtc(client)
    await client.query('COMMIT')
  } finally {
    await client.end()
  }
}
