import { startEmbedded, type Embedded } from '@/lib/db/embedded'
import { checkDatabase } from './check-database'
import type { Variables } from './settings'

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
