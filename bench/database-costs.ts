import { randomBytes } from 'node:crypto'
import { mkdtemp, chmod, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type pg from 'pg'
import { sha256Base64url } from '@/lib/crypto'
import { newClient } from '@/lib/db/connection'
import { startEmbedded } from '@/lib/db/embedded'
import { applyMigrations } from '@/lib/db/migrate'
import { withDatabase } from '../e2e/support/rows'
import { figure, type Figure, type Part } from './figures'
import { sessionToken } from './load/plan'
import { ensureSessions } from './sessions'

/**
 * What a statement of the app costs PostgreSQL: CPU time of its processes, and bytes of the write-ahead log; how large rows
 * are, with their indexes; and how many sessions can be ended per second while so many instances listen. Reads `/proc`: on
 * Linux only.
 */

const sessions = 100_000
const people = 1_000
const ticksPerSecond = 100 // Linux, whatever the machine: getconf CLK_TCK
const turns = 3_000

const tokenHashOfSession = (at: number) => sha256Base64url(sessionToken(at))

const microsecondsOf = async (pid: number) => {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ')
  return ((Number(fields[11]) + Number(fields[12])) / ticksPerSecond) * 1e6
}

/** Of all processes of the server that belong to this database. */
async function cpuOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>(
    'SELECT pid FROM pg_stat_activity WHERE datname = current_database()',
  )
  const all = await Promise.all(rows.map(({ pid }) => microsecondsOf(pid)))
  return all.reduce((sum, one) => sum + one, 0)
}

const walOf = async (client: pg.Client) =>
  Number(
    (await client.query<{ bytes: string }>(`SELECT pg_current_wal_lsn() - '0/0' AS bytes`)).rows[0]!.bytes,
  )

/** @param work carries out all of so many statements */
async function costOf(client: pg.Client, name: string, count: number, work: () => Promise<unknown>) {
  const [cpu, wal] = [await cpuOf(client), await walOf(client)]
  await work()
  const [cpuAfter, walAfter] = [await cpuOf(client), await walOf(client)]
  return [
    figure(`${name}: CPU time of PostgreSQL`, 'µs', [(cpuAfter - cpu) / count]),
    figure(`${name}: write-ahead log`, 'bytes', [(walAfter - wal) / count]),
  ]
}

const inTurn = async (count: number, work: (at: number) => Promise<unknown>) => {
  for (let at = 0; at < count; at += 1) await work(at)
}

const addPeople = `
  INSERT INTO "User" (id, email, "emailVerified", name, "passwordHash")
  SELECT gen_random_uuid(), 'person-' || n || '@example.com', now(), 'A person of some name', repeat('x', 60)
  FROM generate_series(1, $1::int) n`
const addRefreshTokens = `
  INSERT INTO "RefreshToken" ("tokenHash", "sessionId", "createdAt", "spentAt", "sealedSuccessor")
  SELECT "tokenHash", id, now(), now(), repeat('x', 110) FROM "Session"`
const addSpentTokens = `
  INSERT INTO "SpentToken" SELECT "tokenHash", now() + interval '1 hour' FROM "Session"`

/** Bytes of a row with its indexes, just written: updates add to it until it is vacuumed. */
async function sizes(client: pg.Client): Promise<Figure[]> {
  const tables = [
    ['User', people],
    ['Session', sessions],
    ['RefreshToken', sessions],
    ['SpentToken', sessions],
  ] as const
  const figures: Figure[] = []
  for (const [table, rows] of tables) {
    const { rows: found } = await client.query<{ bytes: string }>(
      `SELECT pg_total_relation_size('"${table}"') AS bytes`,
    )
    figures.push(figure(`a row of ${table} with its indexes`, 'bytes', [Number(found[0]!.bytes) / rows]))
  }
  return figures
}

/** The functions of the app themselves, so that its own SQL is measured. */
async function statements(client: pg.Client): Promise<Figure[]> {
  const { findSession, renewSession } = await import('@/lib/auth/parts/session-row')
  const { findRefreshToken, spendRefreshToken } = await import('@/lib/auth/parts/refresh-token')
  const { newOpaqueToken } = await import('@/lib/auth/parts/opaque-token')
  const { spendOnce } = await import('@/lib/auth/parts/signed-proof')
  const { db } = await import('@/lib/db/prisma-client')
  const rows = await db().session.findMany({ take: turns, select: { id: true, absoluteExpiresAt: true } })
  const now = new Date()
  const expiresAt = new Date(now.getTime() + 65_000)
  const tokens = rows.map(({ id }) => ({ sessionId: id, own: newOpaqueToken() }))
  await db().refreshToken.createMany({
    data: tokens.map(({ sessionId, own }) => ({ tokenHash: own.tokenHash, sessionId, createdAt: now })),
  })
  const spend = (count: number) => () =>
    inTurn(turns / 10, () =>
      Promise.all(
        Array.from({ length: count }, () => spendOnce({ digest: newOpaqueToken().tokenHash, expiresAt })),
      ),
    )
  const found: NonNullable<Awaited<ReturnType<typeof findRefreshToken>>>[] = []
  const refresh = async (token: string) => {
    const one = await findRefreshToken(token)
    if (one) found.push(one)
  }
  return [
    ...(await costOf(client, 'question', turns, () => inTurn(turns, () => client.query('SELECT')))),
    ...(await costOf(client, 'look-up', turns, () =>
      inTurn(turns, (at) => findSession({ tokenHash: tokenHashOfSession(at) })),
    )),
    ...(await costOf(client, 'use written down', turns, () =>
      inTurn(turns, (at) => renewSession(rows[at]!, 3600, now)),
    )),
    ...(await costOf(client, 'refresh token found', turns, () =>
      inTurn(turns, (at) => refresh(tokens[at]!.own.token)),
    )),
    ...(await costOf(client, 'refresh token spent', turns, () =>
      inTurn(turns, (at) => spendRefreshToken(found[at]!, 3600, now)),
    )),
    ...(await costOf(client, 'one proof', turns / 10, spend(1))),
    // one goes alone, the others together
    ...(await costOf(client, 'a proof of 41 in two statements', (turns / 10) * 41, spend(41))),
  ]
}

/** Each of eight connections ends one session after the other. @returns per second, and the CPU time of each */
async function ended(client: pg.Client, url: string, name: string, from: number) {
  const enders = await Promise.all(Array.from({ length: 8 }, () => connected(url)))
  const cpu = await cpuOf(client)
  const start = performance.now()
  await Promise.all(
    enders.map((ender, one) =>
      inTurn(250, (at) =>
        ender.query('DELETE FROM "Session" WHERE "tokenHash" = $1', [
          tokenHashOfSession(from + one * 250 + at),
        ]),
      ),
    ),
  )
  const seconds = (performance.now() - start) / 1000
  const after = await cpuOf(client)
  await Promise.all(enders.map((ender) => ender.end()))
  return [
    figure(`sessions ended, ${name}`, 'per second', [2000 / seconds]),
    figure(`a session ended, ${name}: CPU time of PostgreSQL`, 'µs', [(after - cpu) / 2000]),
  ]
}

async function connected(url: string) {
  const client = newClient(url)
  await client.connect()
  return client
}

async function endings(client: pg.Client, url: string): Promise<Figure[]> {
  await client.query('ALTER TABLE "Session" DISABLE TRIGGER "Session_ended"')
  const figures = await ended(client, url, 'no NOTIFY', 10_000)
  await client.query('ALTER TABLE "Session" ENABLE TRIGGER "Session_ended"')
  const listeners: pg.Client[] = []
  for (const [turn, count] of [0, 1, 10, 40, 80].entries()) {
    while (listeners.length < count) {
      const listener = await connected(url)
      await listener.query('LISTEN session_changes')
      listeners.push(listener)
    }
    figures.push(...(await ended(client, url, `${count} listening`, 12_000 + turn * 2_000)))
  }
  await Promise.all(listeners.map((listener) => listener.end()))
  return figures
}

/** The server waits for the disk at each commit, as one in use does. */
export async function measureDatabaseCosts(): Promise<Part> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'bothways-costs-'))
  await chmod(dataDir, 0o711) // PostgreSQL's account must get through
  const secret = () => randomBytes(33).toString('base64url')
  const { url, destroy } = await startEmbedded({ dataDir, password: secret(), durable: true })
  try {
    await applyMigrations(url)
    const settings = {
      DATABASE_URL: url,
      AUTH_URL: 'http://localhost:3000',
      AUTH_SECRET: secret(),
      LAB: 'off',
    }
    Object.assign(process.env, settings, { LOCAL_PROVIDER_SECRET: secret(), SMTP_URL: 'smtp://127.0.0.1:9' })
    const figures = await withDatabase(url, async (client) => {
      await client.query(addPeople, [people])
      await ensureSessions(url, sessions, people)
      await client.query(addRefreshTokens)
      await client.query(addSpentTokens)
      return [...(await sizes(client)), ...(await statements(client)), ...(await endings(client, url))]
    })
    const { pool } = await import('@/lib/db/prisma-client')
    await pool().end()
    return { title: 'Costs at the database', notes: [], figures }
  } finally {
    await destroy()
    await rm(dataDir, { recursive: true, force: true })
  }
}
