import { createServer, connect, type Socket } from 'node:net'
import { once } from 'node:events'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { env } from '@/lib/env'
import { Changes, heardWithinMs } from './changes'
import { hasPooler, startPooler } from './embedded/testing/pooler'
import { execute, withDatabase } from './testing/scratch-database'

/** Hearing of what changes: all of it, in time, and never a claim to have heard what was not. */

const url = env().DATABASE_URL
let told: (string | null)[]
let changes: Changes

afterEach(() => {
  vi.restoreAllMocks()
  return changes.stop()
})

/** @returns once it is connected, and has heard that anything may have changed before */
async function listening(at = url): Promise<Changes> {
  told = []
  changes = new Changes(at, (id) => told.push(id))
  await expect.poll(() => changes.isCurrent()).toBe(true)
  told.length = 0
  return changes
}

const until = (condition: () => boolean) =>
  expect.poll(condition, { interval: 5, timeout: 10_000 }).toBe(true)

const personSql = `INSERT INTO "User" (id, email) VALUES (gen_random_uuid(), gen_random_uuid()::text) RETURNING id`
const sessionSql = `
  INSERT INTO "Session" (id, "userId", strategy, provider, "credentialsVersion", device, "createdAt", "authenticatedAt",
    "lastUsedAt", "expiresAt", "absoluteExpiresAt")
  VALUES (gen_random_uuid(), $1, 'database', 'credentials', 0, 'a browser', now(), now(), now(), now() + interval '1 hour',
    now() + interval '1 day') RETURNING id`

async function newSession() {
  const [person] = await execute<{ id: string }>(url, personSql)
  const [session] = await execute<{ id: string }>(url, sessionSql, [person!.id])
  return { personId: person!.id, sessionId: session!.id }
}

type Ids = Awaited<ReturnType<typeof newSession>>

describe('another program changes something', () => {
  it.each<[what: string, sql: string, told: (ids: Ids) => (string | null)[]]>([
    ['a session ends', `DELETE FROM "Session" WHERE id = $1`, ({ sessionId }) => [sessionId]],
    [
      'its end is moved forward',
      `UPDATE "Session" SET "expiresAt" = now() WHERE id = $1`,
      ({ sessionId }) => [sessionId],
    ],
    [
      'it moves to another strategy',
      `UPDATE "Session" SET strategy = 'jwt' WHERE id = $1`,
      ({ sessionId }) => [sessionId],
    ],
    [
      'it is bound to a key',
      `UPDATE "Session" SET "keyThumbprint" = 'x' WHERE id = $1`,
      ({ sessionId }) => [sessionId],
    ],
    [
      'its person is disabled',
      `UPDATE "User" SET "disabledAt" = now() WHERE id = (SELECT "userId" FROM "Session" WHERE id = $1)`,
      ({ personId }) => [personId],
    ],
    [
      'its person is deleted',
      `DELETE FROM "User" WHERE id = (SELECT "userId" FROM "Session" WHERE id = $1)`,
      ({ sessionId }) => [sessionId],
    ],
    ['all sessions are emptied', `TRUNCATE "Session" CASCADE`, () => [null]],
    [
      'it is used',
      `UPDATE "Session" SET "lastUsedAt" = now(), "expiresAt" = now() + interval '2 hours' WHERE id = $1`,
      () => [],
    ],
    [
      'what ended long ago is cleaned up',
      `WITH old AS (UPDATE "Session" SET "lastUsedAt" = now() WHERE id = $1) DELETE FROM "Session" WHERE "expiresAt" < now() - interval '2 hours'`,
      () => [],
    ],
  ])('%s', async (_, sql, expected) => {
    const ids = await newSession()
    await listening()
    await execute(url, sql, sql.includes('$1') ? [ids.sessionId] : [])
    await changes.catchUp()
    expect(told).toEqual(expected(ids))
  })

  it('and takes it back: nothing is told', async () => {
    const { sessionId } = await newSession()
    await listening()
    await execute(url, `BEGIN; DELETE FROM "Session" WHERE id = '${sessionId}'; ROLLBACK`)
    await changes.catchUp()
    expect(told).toEqual([])
  })
})

it('without being asked to catch up it hears within the time that it says', async () => {
  const { sessionId } = await newSession()
  await listening()
  await execute(url, `DELETE FROM "Session" WHERE id = $1`, [sessionId])
  const committedAt = performance.now()
  while (told.length === 0 && changes.isCurrent() && performance.now() < committedAt + 2_000)
    await new Promise((resolve) => setTimeout(resolve, 1))
  // either it has heard, or it has stopped to claim that it is current
  if (told.length === 0) expect(changes.isCurrent()).toBe(false)
  else expect(told).toEqual([sessionId])
})

it('whoever waits until it is current has heard of everything that was committed before', async () => {
  const { sessionId } = await newSession()
  await listening()
  const later = performance.now.bind(performance)
  vi.spyOn(performance, 'now').mockImplementation(() => later() + heardWithinMs) // nobody has asked for so long
  await execute(url, `DELETE FROM "Session" WHERE id = $1`, [sessionId])
  expect(await changes.becomesCurrent()).toBe(true)
  expect(changes.isCurrent()).toBe(true)
  expect(told).toEqual([sessionId])
})

it('a connection that the server ends is noticed at once, and another one is opened', async () => {
  await listening()
  const { heard } = changes
  const others = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND query = 'SELECT'`
  await execute(withDatabase(url, 'postgres'), others, [new URL(url).pathname.slice(1)])
  await until(() => changes.heard > heard)
  expect(told).toContain(null)
  await until(() => changes.isCurrent())
})

/** A line to the server that can be cut without a word: what is sent is swallowed. */
async function stallingLine() {
  const { hostname, port } = new URL(url)
  let isStalled = false
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    const onward = connect(Number(port || 5432), hostname)
    for (const [from, to] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      sockets.add(from)
      from.on('error', () => {})
      from.on('data', (data) => void (isStalled || to.write(data)))
      from.on('close', () => to.destroy())
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port: own } = server.address() as { port: number }
  const through = new URL(url)
  through.hostname = '127.0.0.1'
  through.port = String(own)
  return {
    url: through.href,
    stall: (stalled: boolean) => void (isStalled = stalled),
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

it('a line that swallows everything is not trusted any more after the time that it says', async () => {
  const line = await stallingLine()
  await listening(line.url)
  const { sessionId } = await newSession()
  line.stall(true)
  await execute(url, `DELETE FROM "Session" WHERE id = $1`, [sessionId])
  await until(() => !changes.isCurrent())
  expect(told).toEqual([])
  expect(await changes.becomesCurrent()).toBe(false)
  line.stall(false)
  await until(() => changes.isCurrent())
  expect(told).toContain(null)
  line.close()
})

describe.skipIf(!hasPooler)('behind a pooler', () => {
  it.each(['transaction', 'session'] as const)(
    'in %s mode it never claims to have heard anything',
    async (mode) => {
      const pooler = await startPooler(url, { mode, lines: ['default_pool_size = 3'] })
      try {
        told = []
        changes = new Changes(pooler.url, (id) => told.push(id))
        await until(() => changes.isBehindPooler)
        expect(changes.isCurrent()).toBe(false)
        expect(told).toEqual([])
      } finally {
        await changes.stop()
        await pooler.stop()
      }
    },
  )
})
