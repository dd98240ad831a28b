import 'server-only'
import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import type { MigrationDirectory, MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg'
import type { Datamodel } from './engine'

/** The committed schema and its history, read from the project's folder. */

const schemaFile = path.resolve('prisma/schema.prisma')
export const migrationsFolder = path.resolve('prisma/migrations')
const lockfile = 'migration_lock.toml'

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
