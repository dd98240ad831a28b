import 'server-only'
import type pg from 'pg'
import { newClient } from './connection'
import { migrationNames } from './migrate'
import { isMarkedAsUtc } from './instants'

/** Roles that may not do what they are needed for. Asked before anything is changed: a migration that fails half-way has
 *  to be repaired by hand. */

async function withClient<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = newClient(databaseUrl)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

type Rights = { role: string; mayCreate: boolean; owner: string | null; isOwner: boolean; mayRead: boolean }

const rights = `
  SELECT current_user AS role, has_schema_privilege('public', 'CREATE') AS "mayCreate",
    pg_get_userbyid(relowner) AS owner, coalesce(pg_has_role(relowner, 'USAGE'), true) AS "isOwner",
    coalesce(has_table_privilege(oid, 'SELECT'), true) AS "mayRead"
  FROM (SELECT to_regclass('public._prisma_migrations')::oid AS wanted) AS asked LEFT JOIN pg_class ON oid = wanted`

async function isUpToDate(client: pg.Client): Promise<boolean> {
  const sql = 'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL'
  const { rows } = await client.query<{ name: string }>(sql)
  const applied = new Set(rows.map(({ name }) => name))
  const wanted = await migrationNames()
  return wanted.every((name) => applied.has(name)) && (await isMarkedAsUtc(client)) === true
}

/** @returns what the role of `databaseUrl` lacks for the migrations that are due, going on from the name of a variable; null
 *  when it lacks nothing, or when none is due */
export const missingForMigrations = (databaseUrl: string): Promise<string | null> =>
  withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<Rights>(rights)
    const { role, mayCreate, owner, isOwner, mayRead } = rows[0]!
    if (owner && mayRead && (await isUpToDate(client))) return null
    if (!isOwner)
      return `has the role "${role}", and the tables belong to "${owner}", which alone may migrate them: set DIRECT_DATABASE_URL with that one`
    if (mayCreate) return null
    return `has the role "${role}", which may not create tables: GRANT CREATE ON SCHEMA public TO it, or set DIRECT_DATABASE_URL with a role that may`
  })

const unusable = `
  SELECT current_user AS role, relname AS "table" FROM pg_class
  WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> '_prisma_migrations'
    AND relowner = (SELECT relowner FROM pg_class WHERE oid = to_regclass('public."Session"'))
    AND NOT (has_table_privilege(oid, 'SELECT') AND has_table_privilege(oid, 'INSERT')
      AND has_table_privilege(oid, 'UPDATE') AND has_table_privilege(oid, 'DELETE'))
  LIMIT 1`

/** @returns what the role of `databaseUrl` lacks for the app, likewise; null when it lacks nothing */
export const missingForUse = (databaseUrl: string): Promise<string | null> =>
  withClient(databaseUrl, async (client) => {
    const [row] = (await client.query<{ role: string; table: string }>(unusable)).rows
    return row
      ? `has the role "${row.role}", which may not use the table "${row.table}": GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO it`
      : null
  })
