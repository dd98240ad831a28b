import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { PrismaClient } from './generated/client'
import { InstantsError } from './instants'
import { applyMigrations } from './migrate'
import { createDatabase, execute } from './testing/scratch-database'

/** As the version before decision 021 did it: the driver as it is, and the zone that the server prefers. */
async function asBefore<T>(
  url: string,
  zone: string,
  work: (prisma: PrismaClient) => Promise<T>,
): Promise<T> {
  const pool = new pg.Pool({ connectionString: url, options: `-c TimeZone=${zone}` })
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) })
  try {
    return await work(prisma)
  } finally {
    await prisma.$disconnect()
    await pool.end()
  }
}

/** A UUID of version 7 that was made at that time. */
function idOf(at: Date, n: number): string {
  const ms = at.getTime().toString(16).padStart(12, '0')
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7000-8000-${n.toString(16).padStart(12, '0')}`
}

const hour = 3_600_000
const after = (at: Date, ms: number) => new Date(at.getTime() + ms)

/** Somebody who signs up, signs in and asks for a new password, all of it at one time. */
async function live(prisma: PrismaClient, at: Date, n: number) {
  const user = { id: idOf(at, n), email: `${n}@example.com`, createdAt: at, emailVerified: at }
  await prisma.user.create({ data: user })
  const session = {
    id: idOf(at, n),
    userId: user.id,
    strategy: 'hybrid' as const,
    provider: 'credentials',
    credentialsVersion: 0,
    device: 'a browser',
    createdAt: at,
    authenticatedAt: at,
    lastUsedAt: at,
    expiresAt: after(at, hour),
    absoluteExpiresAt: after(at, 24 * hour),
  }
  await prisma.session.create({ data: session })
  const token = { tokenHash: `t${n}`, sessionId: session.id, createdAt: at, spentAt: null }
  await prisma.refreshToken.create({ data: token })
  await prisma.passwordReset.create({
    data: { codeHash: `c${n}`, userId: user.id, expiresAt: after(at, hour / 2) },
  })
}

/** A signing key starts to sign a month from now, beyond a change of the clocks. */
const keepKey = (prisma: PrismaClient, at: Date) =>
  prisma.signingKey.create({
    data: {
      kid: 'a key',
      alg: 'ES256',
      publicJwk: {},
      sealedPrivate: 'sealed',
      createdAt: at,
      activeAt: after(at, 30 * 24 * hour),
    },
  })

/** Table by table: what Prisma reads of a related table comes as JSON, with its zone, and was an instant of its own. */
const readAs = (url: string, zone: string) =>
  asBefore(url, zone, async (prisma) => ({
    users: await prisma.user.findMany({ orderBy: { email: 'asc' } }),
    sessions: await prisma.session.findMany({ orderBy: { id: 'asc' } }),
    tokens: await prisma.refreshToken.findMany({ orderBy: { tokenHash: 'asc' } }),
    resets: await prisma.passwordReset.findMany({ orderBy: { codeHash: 'asc' } }),
    keys: await prisma.signingKey.findMany(),
  }))

const readNow = (url: string) => readAs(url, 'UTC')

/** Summer, winter, the days on which clocks change in both directions, north and south. */
const times = [
  '2026-01-15T12:00:00.123Z',
  '2026-07-15T23:30:00.000Z',
  '2026-03-08T01:59:59.000Z',
  '2026-03-08T03:30:00.000Z',
  '2026-11-01T01:30:00.000Z',
  '2026-04-05T02:30:00.000Z',
].map((text) => new Date(text))

const nameOf = (url: string) => new URL(url).pathname.slice(1)

let empty: string
beforeAll(async () => {
  empty = await createDatabase(inject('templateUrl'), nameOf(inject('templateUrl')))
  await execute(empty, `COMMENT ON TABLE "Session" IS NULL`)
})

/** A database of the earlier version, whose sessions prefer `zone`. */
async function former(zone: string): Promise<string> {
  const url = await createDatabase(empty, nameOf(empty))
  await execute(url, `ALTER DATABASE "${nameOf(url)}" SET timezone = '${zone}'`)
  return url
}

const marked = (url: string) =>
  execute(url, `SELECT obj_description('"Session"'::regclass, 'pg_class') AS said`)

describe('a database that an earlier version wrote in another zone is brought to UTC', () => {
  test.each(['Asia/Kolkata', 'Pacific/Auckland', 'America/New_York', 'Europe/London', 'UTC'])(
    '%s',
    async (zone) => {
      const url = await former(zone)
      await asBefore(url, zone, async (prisma) => {
        for (const [n, at] of times.entries()) await live(prisma, at, n)
        await keepKey(prisma, times[0]!)
      })
      const before = await readAs(url, zone)
      await Promise.all([1, 2, 3].map(() => applyMigrations(url))) // three starts at once change them once
      expect(await readNow(url)).toEqual(before)
      expect(before.users.map(({ createdAt }) => createdAt)).toEqual(times)
      expect(await marked(url)).toEqual([{ said: 'instants: UTC' }])
      await applyMigrations(url)
      expect(await readNow(url)).toEqual(before)
    },
  )

  test('an instant within the hour that New York skips stays as late as the earlier version read it', async () => {
    const url = await former('America/New_York')
    const skipped = new Date('2026-03-08T02:30:00.000Z')
    await asBefore(url, 'America/New_York', (prisma) => live(prisma, skipped, 1))
    const before = await readAs(url, 'America/New_York')
    expect(before.users[0]!.createdAt).toEqual(after(skipped, hour))
    await applyMigrations(url)
    expect(await readNow(url)).toEqual(before)
  })

  test('also where nobody has signed up yet, and nothing but a key says when', async () => {
    const url = await former('Asia/Kolkata')
    await asBefore(url, 'Asia/Kolkata', (prisma) => keepKey(prisma, times[0]!))
    const before = await readAs(url, 'Asia/Kolkata')
    await applyMigrations(url)
    expect(await readNow(url)).toEqual(before)
  })
})

test('rows that were written in UTC stay, although sessions would prefer another zone', async () => {
  const url = await former('Asia/Kolkata')
  await asBefore(url, 'UTC', (prisma) => live(prisma, times[0]!, 1))
  const before = await readNow(url)
  await applyMigrations(url)
  expect(await readNow(url)).toEqual(before)
  expect(await marked(url)).toEqual([{ said: 'instants: UTC' }])
})

describe('what cannot be told is refused with a sentence, and nothing is changed', () => {
  const refused = async (url: string) => {
    const before = await readNow(url)
    await expect(applyMigrations(url)).rejects.toThrow(InstantsError)
    await expect(applyMigrations(url)).rejects.toThrow(/databases\.md/)
    expect(await readNow(url)).toEqual(before)
    expect(await marked(url)).toEqual([{ said: null }])
  }

  test('rows of a zone that is not today’s; today’s put back, they are brought to UTC', async () => {
    const url = await former('UTC')
    await asBefore(url, 'America/New_York', (prisma) => live(prisma, times[0]!, 1))
    const before = await readAs(url, 'America/New_York')
    await refused(url)
    await execute(url, `ALTER DATABASE "${nameOf(url)}" SET timezone = 'America/New_York'`)
    await applyMigrations(url)
    expect(await readNow(url)).toEqual(before)
  })

  test('rows of two zones; whoever put them right may say so', async () => {
    const url = await former('Asia/Kolkata')
    await asBefore(url, 'Asia/Kolkata', (prisma) => live(prisma, times[0]!, 1))
    await asBefore(url, 'UTC', (prisma) => live(prisma, times[1]!, 2))
    await refused(url)
    const before = await readNow(url)
    await execute(url, `COMMENT ON TABLE "Session" IS 'instants: UTC'`)
    await applyMigrations(url)
    expect(await readNow(url)).toEqual(before)
  })
})

test('a row whose clock was moved, as the lab does, is no zone', async () => {
  const url = await former('UTC')
  await asBefore(url, 'UTC', (prisma) => live(prisma, times[0]!, 1))
  await execute(url, `UPDATE "Session" SET "createdAt" = "createdAt" + interval '3 days'`)
  await applyMigrations(url)
  expect(await marked(url)).toEqual([{ said: 'instants: UTC' }])
})
