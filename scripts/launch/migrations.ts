import { applyMigrations } from '@/lib/db/migrate'
import { missingForMigrations, missingForUse } from '@/lib/db/privileges'
import { LaunchError } from './launch-error'

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
