import { PrismaPg } from '@prisma/adapter-pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest'
import { statementsOf } from '@/lib/accounts/testing/account-fixtures'
import { newClient, newPool, TimeZoneError } from './connection'
import { hasPooler, startPooler } from './embedded/testing/pooler'
import { PrismaClient } from './generated/client'
import { createDatabase, execute } from './testing/scratch-database'
import { isUnavailable } from './unavailable'

const queryTimeoutMs = 300
/** for what happens by itself, on the slowest machine */
const timeoutMs = 20_000

let direct: string
let pooler: Awaited<ReturnType<typeof startPooler>> | undefined
beforeAll(async () => {
  direct = await createDatabase(inject('templateUrl'))
  await execute(direct, 'CREATE TABLE counter AS SELECT 0 AS n')
  if (hasPooler) pooler = await startPooler(direct, { mode: 'transaction' })
})
afterAll(() => pooler?.stop())

/** Until so many statements, of anybody's in this database, wait for a lock. */
const untilWaiting = (n: number) => expect.poll(waiting, { timeout: timeoutMs }).toEqual([{ n }])
const waiting = () =>
  execute<{ n: number }>(
    direct,
    `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  )
const openTransactions = () =>
  execute<{ n: number }>(
    direct,
    `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'`,
  )

const ways: [way: string, url: () => string, isThere: boolean][] = [
  ['directly', () => direct, true],
  ['through pgbouncer', () => pooler!.url, hasPooler],
]

for (const [way, url, isThere] of ways)
  describe.skipIf(!isThere)(`a query that takes too long, ${way}`, () => {
    // the limit is over when a test says so, and never while the machine is slow
    beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
    afterEach(() => void vi.useRealTimers())

    test('fails, and the server does not carry it out when its lock is free at last', async () => {
      const holder = newClient(direct)
      await holder.connect()
      await holder.query('BEGIN; UPDATE counter SET n = n')
      const pool = newPool(url(), { queryTimeoutMs, size: 5 })
      const tries = Promise.allSettled(
        Array.from({ length: 5 }, () => pool.query('UPDATE counter SET n = n + 1')),
      )
      await untilWaiting(5)
      vi.advanceTimersByTime(queryTimeoutMs)
      for (const outcome of await tries) {
        expect(outcome.status).toBe('rejected')
        expect(isUnavailable((outcome as PromiseRejectedResult).reason)).toBe(true)
      }
      await untilWaiting(0)
      await holder.query('COMMIT')
      await holder.end()
      expect((await pool.query('SELECT n FROM counter')).rows).toEqual([{ n: 0 }])
      await pool.end()
    })

    test('ends its transaction, and whoever comes next gets another connection', async () => {
      const holder = newClient(direct)
      await holder.connect()
      await holder.query('BEGIN; UPDATE counter SET n = n')
      const pool = newPool(url(), { queryTimeoutMs, size: 1 })
      const prisma = new PrismaClient({ adapter: new PrismaPg(pool) })
      const work = prisma.$transaction(async (tx) => {
        await tx.$executeRaw`CREATE TEMPORARY TABLE own (n int)`
        await tx.$executeRaw`UPDATE counter SET n = n + 1`
      })
      const ended: Promise<unknown> = work.then(
        () => 'it went through',
        (reason: unknown) => reason,
      )
      await untilWaiting(1)
      vi.advanceTimersByTime(queryTimeoutMs)
      const error = await ended
      expect(isUnavailable(error)).toBe(true)
      await holder.query('COMMIT')
      await holder.end()
      await prisma.$executeRaw`UPDATE counter SET n = n + 10`
      await expect.poll(openTransactions, { timeout: timeoutMs }).toEqual([{ n: 0 }])
      expect(await execute(direct, 'SELECT n FROM counter')).toEqual([{ n: 10 }])
      await execute(direct, 'UPDATE counter SET n = 0')
      await prisma.$disconnect()
      await pool.end()
    })

    test('a query that is quick enough is not disturbed, in either way of asking', async () => {
      const pool = newPool(url(), { queryTimeoutMs, size: 1 })
      const before = (await pool.query('SELECT pg_backend_pid() AS pid')).rows as unknown[]
      const withCallback = new Promise((resolve, reject) =>
        pool.query('SELECT pg_backend_pid() AS pid', (error: Error | undefined, result) =>
          error ? reject(error) : resolve(result.rows),
        ),
      )
      expect(await withCallback).toEqual(before)
      await expect(pool.query('SELECT nothing')).rejects.toMatchObject({ code: '42703' })
      await pool.end()
    })
  })

test('a library that names its statements leaves none on the server', async () => {
  const client = newClient(direct)
  await client.connect()
  await client.query({ name: 'mine', text: 'SELECT $1::int AS n', values: [1] })
  expect((await client.query('SELECT name FROM pg_prepared_statements')).rows).toEqual([])
  await client.end()
})

test('the zone costs no statement: what is asked is all that is sent, on a fresh connection too', async () => {
  const pool = newPool(direct, { queryTimeoutMs: 4_000 })
  const sent = await statementsOf(() => pool.query('SELECT 1 AS one'))
  expect(sent).toEqual(['SELECT 1 AS one'])
  await pool.end()
})

test('a connection that leaves UTC is closed', async () => {
  const client = newClient(direct)
  const broken = new Promise((resolve) => client.once('error', resolve))
  await client.connect()
  await client.query(`SET TIME ZONE 'Asia/Kolkata'`).catch(() => {}) // whichever comes first: the answer or the end
  expect(await broken).toBeInstanceOf(TimeZoneError)
  await expect(client.query('SELECT 1')).rejects.toThrow()
  await client.end()
})
