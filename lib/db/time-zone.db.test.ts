import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { defaultTimeZone } from './connection'
import { db, withConnection } from './prisma-client'
import { startServer } from './embedded/testing/server'
import { applyMigrations } from './migrate'
import { createDatabase, execute } from './testing/scratch-database'

/** Noon; what daylight saving skips in New York and in Auckland, read as a local time; what New York has twice. */
const instants = [
  '2026-01-15T12:00:00.123Z',
  '2026-07-15T12:00:00.000Z',
  '2027-03-14T02:30:00.000Z',
  '2026-09-27T02:15:00.001Z',
  '2027-11-07T01:30:00.000Z',
].map((text) => new Date(text))

const zones = [
  'Asia/Kolkata',
  'Pacific/Auckland',
  'America/New_York',
  'Africa/Casablanca',
  'Etc/GMT+12',
  'UTC',
]

const row = (expiresAt: Date) => ({ codeHash: expiresAt.toISOString(), email: 'a@example.com', expiresAt })

/** Writes and reads the instants in each way that the app has. */
async function roundTrips(url: string) {
  await withConnection(url, async () => {
    await db().signUp.createMany({ data: instants.map(row) })
    const read = await db().signUp.findMany({ orderBy: { codeHash: 'asc' } })
    for (const { codeHash, expiresAt } of read) expect(expiresAt.toISOString()).toBe(codeHash)
    for (const at of instants) {
      expect(await db().signUp.count({ where: { expiresAt: at } })).toBe(1)
      await db().$executeRaw`UPDATE "SignUp" SET "expiresAt" = ${at} WHERE "codeHash" = ${at.toISOString()}`
    }
  })
  const sql = `SELECT "codeHash", (extract(epoch FROM "expiresAt") * 1000)::bigint::text AS ms, "expiresAt" FROM "SignUp"`
  const stored = await execute<{ codeHash: string; ms: string; expiresAt: Date }>(url, sql)
  expect(stored).toHaveLength(instants.length)
  for (const { codeHash, ms, expiresAt } of stored) {
    expect(new Date(Number(ms)).toISOString()).toBe(codeHash)
    expect(expiresAt.toISOString()).toBe(codeHash)
  }
}

/** The engine's record of what it did is dated right, too. */
async function migrates(url: string) {
  await applyMigrations(url)
  const late = `SELECT count(*)::int AS n FROM _prisma_migrations WHERE abs(extract(epoch FROM now() - finished_at)) > 300`
  expect(await execute(url, late)).toEqual([{ n: 0 }])
}

const nameOf = (url: string) => new URL(url).pathname.slice(1)

describe('every instant is stored and read as it is, and compared as it is', () => {
  test.each(zones)('in a database whose sessions prefer %s', async (zone) => {
    const url = await createDatabase(inject('templateUrl'))
    await execute(url, `ALTER DATABASE "${nameOf(url)}" SET timezone = '${zone}'`)
    expect(await defaultTimeZone(url)).toBe(zone)
    await migrates(url)
    await roundTrips(url)
  })

  test.each(['Asia/Kolkata', 'America/New_York'])('for a role that prefers %s', async (zone) => {
    const url = await createDatabase(inject('templateUrl'))
    await execute(url, `ALTER ROLE app IN DATABASE "${nameOf(url)}" SET timezone = '${zone}'`)
    expect(await defaultTimeZone(url)).toBe(zone)
    await migrates(url)
    await roundTrips(url)
  })

  test('with a URL that prefers another zone', async () => {
    const url = `${await createDatabase(inject('templateUrl'))}?options=-c%20TimeZone%3DAsia%2FKolkata`
    expect(await defaultTimeZone(url)).toBe('Asia/Kolkata')
    await migrates(url)
    await roundTrips(url)
  })

  test('in an environment that prefers others', async () => {
    vi.stubEnv('TZ', 'America/New_York')
    vi.stubEnv('PGTZ', 'Asia/Kolkata')
    vi.stubEnv('PGOPTIONS', '-c TimeZone=Pacific/Auckland')
    const url = await createDatabase(inject('templateUrl'))
    expect(await defaultTimeZone(url)).toBe('Pacific/Auckland')
    expect(new Date(0).getHours()).toBe(19)
    await migrates(url)
    await roundTrips(url)
  })
  afterEach(() => void vi.unstubAllEnvs())

  describe('on a server that was made in New York', () => {
    let server: Awaited<ReturnType<typeof startServer>>
    beforeAll(async () => {
      server = await startServer({ settings: ['timezone=America/New_York'] })
    })
    afterAll(() => server.stop())

    test('as its superuser', async () => {
      const url = await createDatabase(server.url)
      expect(await defaultTimeZone(url)).toBe('America/New_York')
      await migrates(url)
      await roundTrips(url)
    })
  })
})
