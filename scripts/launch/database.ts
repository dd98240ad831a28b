import { startEmbedded, type Embedded } from '@/lib/db/embedded'
import { applyMigrations } from '@/lib/db/migrate'
import { missingForMigrations, missingForUse } from '@/lib/db/privileges'
import { env } from '@/lib/env'
import { checkDatabase } from './check-database'
import type { Variables } from './settings'
import { LaunchError } from './service'

type Database = { said: string; url: string; directUrl: string; embedded?: Embedded }

/** The database that DATABASE_URL names, else the embedded one. */
export async function openDatabase(
  { DATABASE_URL, DIRECT_DATABASE_URL }: Variables,
  dataDir: string,
  password: string,
): Promise<Database> {
  if (DATABASE_URL) {
    const directUrl = DIRECT_DATABASE_URL ?? DATABASE_URL
    const version = await checkDatabase(DATABASE_URL, directUrl)
    return { said: `PostgreSQL ${version} of DATABASE_URL`, url: DATABASE_URL, directUrl }
  }
  const embedded = await startEmbedded({ dataDir, password })
  const { url, how } = embedded
  const { port } = new URL(url)
  return { said: `embedded PostgreSQL, ${how}, on port ${port}`, url, directUrl: url, embedded }
}

/**
 * Brings the database up to date over `directUrl`, and sees that the app can use it over `url`.
 * @returns what was done
 * @throws LaunchError: one sentence
 */
export async function migrateDatabase(url: string, directUrl: string): Promise<string> {
  const variable = directUrl === url ? 'DATABASE_URL' : 'DIRECT_DATABASE_URL'
  const missing = await missingForMigrations(directUrl)
  if (missing) throw new LaunchError(`${variable} ${missing}.`)
  const applied = await applyMigrations(directUrl).catch((error: Error) => {
    throw new LaunchError(`The database cannot be migrated: ${error.message}`)
  })
  const missingThen = await missingForUse(url)
  if (missingThen) throw new LaunchError(`DATABASE_URL ${missingThen}.`)
  return applied.length ? `${applied.length} applied` : 'up to date'
}

/**
 * Publishes the signing key that is due: the first, the successor of an old one, or one of the algorithm that was set
 * anew. Loaded late: needs the generated client and the settings.
 * @returns which algorithm signs, and from when another does
 */
export async function arrangeSigningKeys(): Promise<string> {
  const { withConnection } = await import('@/lib/db/prisma-client')
  const { prepareSigningKeys } = await import('@/lib/auth/parts/signing-keys')
  const { alg, next } = await withConnection(env().DATABASE_URL, () => prepareSigningKeys(new Date()))
  if (!next) return alg
  const from = `from ${next.activeAt.toISOString()}`
  return next.alg === alg ? `${alg}, a new key signs ${from}` : `${alg}; ${next.alg} signs ${from}`
}

/** The demo people: there with LAB=on, gone with LAB=off. Loaded late: needs the generated client and the settings. */
export async function arrangeDemo(isLab: boolean): Promise<string> {
  const { seedDemo, removeDemo } = await import('@/lib/lab/demo')
  const { pool } = await import('@/lib/db/prisma-client')
  try {
    await (isLab ? seedDemo(new Date()) : removeDemo())
  } finally {
    await pool().end()
  }
  return isLab ? 'there' : 'none, LAB=off'
}

/** What a visitor of the lab needs to know, for the end of the start. */
export async function demoAccounts(): Promise<string[]> {
  const { demoPeople, demoPassword } = await import('@/lib/lab/demo')
  const people = demoPeople.map(({ email, role }) => `${email.padEnd(20)} ${role}`)
  return [...people, `password: ${demoPassword}`]
}
