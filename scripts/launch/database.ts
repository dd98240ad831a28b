import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { startEmbedded, type Embedded } from '@/lib/db/embedded'
import { LaunchError } from './launch-error'

const patienceMs = 10_000
const pollMs = 250
const oldestVersion = 15

async function versionOf(url: string, timeoutMs: number): Promise<number> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
  })
  client.on('error', () => {}) // shows in the query
  try {
    await client.connect()
    const { rows } = await client.query<{ version: string }>(
      `SELECT current_setting('server_version_num') AS version`,
    )
    return Math.floor(Number(rows[0]?.version) / 10_000)
  } finally {
    await client.end().catch(() => {})
  }
}

/** Class 28: not let in; 3D000: no such database. Neither will be better in a moment. */
const isFinal = (code: string | undefined) => code !== undefined && /^(28...|3D000)$/.test(code)

/** Waits for the given database, which may be starting just now.
 *  @returns its major version
 *  @throws LaunchError naming DATABASE_URL: no answer in ten seconds, not let in, or too old */
export async function checkDatabase(url: string): Promise<number> {
  const deadline = Date.now() + patienceMs
  for (;;) {
    try {
      const version = await versionOf(url, Math.max(1, deadline - Date.now()))
      if (version >= oldestVersion) return version
      throw new LaunchError(
        `DATABASE_URL: PostgreSQL ${version} is too old, ${oldestVersion} or newer is needed.`,
      )
    } catch (error) {
      if (error instanceof LaunchError) throw error
      const { code, message } = error as NodeJS.ErrnoException
      if (isFinal(code)) throw new LaunchError(`DATABASE_URL: the server answers "${message}".`)
      if (Date.now() + pollMs > deadline)
        throw new LaunchError(
          `DATABASE_URL does not answer within ${patienceMs / 1000} seconds (${code ?? message}).`,
        )
      await delay(pollMs)
    }
  }
}

type Database = { said: string; url: string; embedded?: Embedded }

/** The database that DATABASE_URL names, else the embedded one. */
export async function openDatabase(
  given: string | undefined,
  dataDir: string,
  password: string,
): Promise<Database> {
  if (given) return { said: `PostgreSQL ${await checkDatabase(given)} of DATABASE_URL`, url: given }
  const embedded = await startEmbedded({ dataDir, password })
  const { port } = new URL(embedded.url)
  return { said: `embedded PostgreSQL, ${embedded.how}, on port ${port}`, url: embedded.url, embedded }
}
