import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { empty, take } from '@/lib/accounts/rate-limit'
import { db, withConnection } from './prisma-client'
import { hasPooler, startPooler, type PoolMode } from './embedded/testing/pooler'
import { migrationNames, applyMigrations } from './migrate'
import { createDatabase, execute } from './testing/scratch-database'

/** A stock pgbouncer with fewer connections to the server than it has clients, before sessions that prefer Kolkata. */

describe.skipIf(!hasPooler).each<PoolMode>(['transaction', 'session'])('pgbouncer in %s mode', (mode) => {
  let direct: string
  let pooler: Awaited<ReturnType<typeof startPooler>>
  beforeAll(async () => {
    direct = await createDatabase(inject('templateUrl'))
    await execute(
      direct,
      `ALTER DATABASE "${new URL(direct).pathname.slice(1)}" SET timezone = 'Asia/Kolkata'`,
    )
    const size = mode === 'transaction' ? 3 : 20
    pooler = await startPooler(direct, { mode, lines: [`default_pool_size = ${size}`] })
  })
  afterAll(() => pooler.stop())

  test('five starts at once apply each migration once, and leave no lock behind', async () => {
    const applied = await Promise.all(Array.from({ length: 5 }, () => applyMigrations(pooler.url)))
    expect(applied.flat()).toEqual(await migrationNames())
    const locks = `SELECT locktype FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`
    expect(await execute(direct, locks)).toEqual([])
    expect(await applyMigrations(pooler.url)).toEqual([])
  })

  test('thirty of everything at once: limiter, transactions and reads', async () => {
    const bucket = { name: 'test', subject: mode, points: 1_000 }
    await withConnection(pooler.url, async () => {
      const everything = Array.from({ length: 30 }, async (_, n) => {
        expect(await take([bucket])).toEqual({ ok: true })
        const email = `${n}@example.com`
        await db().$transaction(async (tx) => {
          await tx.$executeRaw`SELECT pg_advisory_xact_lock(1)`
          await tx.user.create({ data: { email } })
        })
        expect(await db().user.count({ where: { email } })).toBe(1)
      })
      await Promise.all(everything)
      const [counter] = await db().rateLimit.findMany()
      expect(counter!.points).toBe(30)
      await empty(bucket)
    })
  })

  test('instants are what they are, beside clients that work in their own zone', async () => {
    const at = new Date('2027-03-14T02:30:00.000Z')
    const other = new pg.Client({ connectionString: pooler.url })
    await other.connect()
    await withConnection(pooler.url, async () => {
      for (let round = 0; round < 10; round++) {
        const rows = await Promise.all([
          other.query<{ zone: string }>(`SELECT current_setting('TimeZone') AS zone`),
          db().signUp.create({ data: { codeHash: `${mode}${round}`, email: 'a', expiresAt: at } }),
        ])
        expect(rows[0].rows).toEqual([{ zone: 'Asia/Kolkata' }])
        expect(rows[1].expiresAt).toEqual(at)
      }
    })
    await other.end()
    const stored = `SELECT DISTINCT extract(epoch FROM "expiresAt")::int AS seconds FROM "SignUp"`
    expect(await execute(direct, stored)).toEqual([{ seconds: at.getTime() / 1000 }])
  })
})

test.skipIf(!hasPooler)('a pooler with a single connection is refused, and not waited for', async () => {
  const direct = await createDatabase(inject('templateUrl'))
  const pooler = await startPooler(direct, { mode: 'transaction', lines: ['default_pool_size = 1'] })
  await expect(applyMigrations(pooler.url)).rejects.toThrow(/only one connection.*DIRECT_DATABASE_URL/)
  expect(await applyMigrations(direct)).toEqual(await migrationNames())
  await pooler.stop()
})
