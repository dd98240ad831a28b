import 'server-only'
import pg from 'pg'
import { withEngine } from './engine'
import { readHistory, readSchema } from './history'

const everything = { externalTables: [], externalEnums: [] }

/** Any number; the same for every instance. Not Prisma's own (72707369), which a native `migrate deploy` takes. */
const lockKey = 20261123

/** Holds the database's migration lock meanwhile. It is tied to a connection: a killed process lets go of it. */
async function alone<T>(databaseUrl: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl })
  client.on('error', () => {}) // a broken connection shows in the next query
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lockKey])
    return await work()
  } finally {
    await client.end()
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
  return alone(databaseUrl, () =>
    withEngine(databaseUrl, schema, async (engine) => {
      const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: everything })
      return appliedMigrationNames
    }),
  )
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
