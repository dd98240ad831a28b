import pg from 'pg'

/** What every try leaves until it ends by itself: counters of the limiter, and the flows that were begun. */
const notCounted = ['rate_limit', 'ProviderFlow', '_prisma_migrations']

/** How many rows every table holds, of the database at `url`. */
export const countRows = (url: string): Promise<Record<string, number>> =>
  withDatabase(url, async (client) => {
    const sql = `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`
    const tables = (await client.query<{ name: string }>(sql)).rows.map(({ name }) => name)
    const counts = tables.filter((name) => !notCounted.includes(name)).toSorted()
    const one = (name: string) => `SELECT '${name}' AS name, count(*)::int AS rows FROM "${name}"`
    const { rows } = await client.query<{ name: string; rows: number }>(counts.map(one).join(' UNION ALL '))
    return Object.fromEntries(rows.map(({ name, rows }) => [name, rows]))
  })

/** Asks the database at `url` directly, past the app. */
export async function withDatabase<Result>(url: string, work: (client: pg.Client) => Promise<Result>) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
