import 'server-only'
import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import type { MigrationDirectory, MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg'
import { defaultTimeZone, newClient } from './connection'
import { withEngine, engineLockKey, type Datamodel } from './engine'
import { bringInstantsToUtc, isMarkedAsUtc, markAsUtc } from './instants'
import { isUnavailable } from './unavailable'

const everything = { externalTables: [], externalEnums: [] }

/** Nothing was migrated: `message` is one sentence. */
export class MigrationError extends Error {}

const oneConnection =
  'it gives only one connection at a time, and two are needed; where there is a pooler, set DIRECT_DATABASE_URL to the server itself.'

const pollMs = 200

/** Tries for the lock in a transaction that ends if it is taken: whoever waits must not keep a connection of a pooler that
 *  the one at work needs. */
async function tryLock(client: pg.Client): Promise<boolean> {
  await client.query('BEGIN')
  const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS got', [
    engineLockKey,
  ])
  if (rows[0]?.got) return true
  await client.query('ROLLBACK')
  return false
}

/** Holds Prisma's own migration lock meanwhile, which a native `migrate deploy` takes too. It belongs to a transaction: a
 *  killed process lets go of it, and a pooler leaves a transaction its connection. */
async function alone<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = newClient(databaseUrl)
  await client.connect()
  try {
    while (!(await tryLock(client))) await delay(pollMs)
    await client.query('SET LOCAL idle_in_transaction_session_timeout = 0') // a role may have one; the lock would be lost
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } finally {
    await client.end()
  }
}

/** The first that needs a second connection while the lock keeps one. */
async function zoneBeside(databaseUrl: string): Promise<string> {
  try {
    return await defaultTimeZone(databaseUrl)
  } catch (error) {
    if (isUnavailable(error)) throw new MigrationError(oneConnection)
    throw error
  }
}

/** Brings a database up to the newest committed migration and keeps Prisma's own record of it (`_prisma_migrations`).
 *  Any number of processes may call it at once.
 *  @param options.upTo name of the last migration to apply; absent: all
 *  @returns the names of the migrations that this call applied, oldest first */
export async function applyMigrations(
  databaseUrl: string,
  options: { upTo?: string } = {},
): Promise<string[]> {
  const [schema, migrationsList] = await Promise.all([readSchema(), readHistory(options.upTo)])
  return alone(databaseUrl, async (client) => {
    await bringInstantsToUtc(databaseUrl, await zoneBeside(databaseUrl))
    const names = await withEngine(databaseUrl, schema, async (engine) => {
      const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: everything })
      return appliedMigrationNames
    })
    if (!(await isMarkedAsUtc(client))) await markAsUtc(client)
    return names
  })
}

/** The SQL that leads from the committed migrations to schema.prisma; empty when they agree.
 *  @param scratchUrl an empty database: the migrations are played into it, and rolled out of it again */
export async function pendingSql(scratchUrl: string): Promise<string> {
  const [schema, history] = await Promise.all([readSchema(), readHistory()])
  return withEngine(scratchUrl, schema, async (engine) => {
    const { stdout } = await engine.diff({
      from: { tag: 'migrations', ...history },
      to: { tag: 'schemaDatamodel', files: [schema] },
      script: true,
      exitCode: null,
      filters: everything,
    })
    return stdout?.includes('-- This is an empty migration') ? '' : (stdout ?? '')
  })
}

/** The committed schema and its history, read from the project's folder. */

const schemaFile = path.resolve('prisma/schema.prisma')
export const migrationsFolder = path.resolve('prisma/migrations')
const lockfile = 'migration_lock.toml'

/** prisma/schema.prisma, as it is now. @throws Error when the process was not started in the project's folder */
export async function readSchema(): Promise<Datamodel> {
  return { path: schemaFile, content: await readFile(schemaFile, 'utf8') }
}

async function readMigration(name: string): Promise<MigrationDirectory> {
  const value = await readFile(path.join(migrationsFolder, name, 'migration.sql'), 'utf8')
  return { path: name, migrationFile: { path: 'migration.sql', content: { tag: 'ok', value } } }
}

/** Names of the committed migrations, oldest first. */
export async function migrationNames(): Promise<string[]> {
  const entries = await readdir(migrationsFolder, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

/** The history as the engine takes it.
 *  @param upTo name of the last migration wanted; absent: all */
export async function readHistory(upTo?: string): Promise<MigrationList> {
  const names = (await migrationNames()).filter((name) => upTo === undefined || name <= upTo)
  const content = await readFile(path.join(migrationsFolder, lockfile), 'utf8')
  return {
    baseDir: migrationsFolder,
    lockfile: { path: lockfile, content },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(names.map(readMigration)),
  }
}
