import { beforeAll, describe, expect, inject, test } from 'vitest'
import { migrationNames, applyMigrations, pendingSql } from './migrate'
import { createDatabase, execute } from './testing/scratch-database'

let url: string
beforeAll(async () => {
  url = await createDatabase(inject('templateUrl'))
})

test('the migrations lead to schema.prisma', async () => {
  expect(await pendingSql(await createDatabase(url))).toBe('')
})

test('five starts at once apply each migration once', async () => {
  const fresh = await createDatabase(url)
  const applied = await Promise.all(Array.from({ length: 5 }, () => applyMigrations(fresh)))
  expect(applied.flat()).toEqual(await migrationNames())
  const recorded = await execute(fresh, 'SELECT migration_name AS name FROM _prisma_migrations ORDER BY 1')
  expect(recorded.map(({ name }) => name as string)).toEqual(await migrationNames())
})

describe('a database of the first release', () => {
  beforeAll(async () => {
    const [first] = await migrationNames()
    await applyMigrations(url, { upTo: first! })
    await execute(url, `INSERT INTO "User" (id, email, name) VALUES ('${userId}', 'old@example.com', 'Old')`)
    await execute(url, session)
  })

  test('is brought up to date, and keeps every row', async () => {
    const before = await execute(url, everything)
    expect(await applyMigrations(url)).toEqual((await migrationNames()).slice(1))
    expect(await execute(url, everything)).toMatchObject(before)
    expect(before).toHaveLength(1)
    expect(await execute(url, 'SELECT * FROM rate_limit')).toEqual([])
  })

  test('once up to date, stays as it is', async () => {
    expect(await applyMigrations(url)).toEqual([])
  })

  test('ends its sessions with the person, as before', async () => {
    await execute(url, `DELETE FROM "User" WHERE id = '${userId}'`)
    expect(await execute(url, 'SELECT * FROM "Session"')).toEqual([])
  })
})

test('leaves no connection behind', async () => {
  const own = await createDatabase(url)
  await applyMigrations(own)
  const name = new URL(own).pathname.slice(1)
  await execute(url, `DROP DATABASE "${name}"`) // refused while anybody is connected
})

const userId = '0199d1a0-0000-7000-8000-000000000001'
const everything = `SELECT u.*, s.* FROM "User" u JOIN "Session" s ON s."userId" = u.id`
const instants = ['createdAt', 'authenticatedAt', 'lastUsedAt', 'expiresAt', 'absoluteExpiresAt']
const session = `
  INSERT INTO "Session" (id, "userId", strategy, provider, "credentialsVersion", device, ${instants.map((name) => `"${name}"`).join()})
  VALUES ('0199d1a0-0000-7000-8000-000000000002', '${userId}', 'database', 'credentials', 0, 'a browser', ${instants.map(() => 'now()').join()})`
