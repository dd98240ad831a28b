import { expect, test } from 'vitest'
import { tokenHashOf } from '@/lib/auth/parts/opaque-token'
import { db } from '@/lib/db/prisma-client'
import { env } from '@/lib/env'
import { sessionToken } from './load/plan'
import { ensureSessions } from './sessions'

test('sessions that are made in SQL are found by the token that their number stands for', async () => {
  for (const at of [0, 1])
    await db().user.create({ data: { email: `person-${at}@example.com`, emailVerified: new Date() } })
  await ensureSessions(env().DATABASE_URL, 3, 2)
  await ensureSessions(env().DATABASE_URL, 5, 2)
  await ensureSessions(env().DATABASE_URL, 4, 2)
  expect(await db().session.count()).toBe(5)
  const found = await Promise.all(
    [0, 4].map((at) =>
      db().session.findUnique({ where: { tokenHash: tokenHashOf(sessionToken(at)) ?? '' } }),
    ),
  )
  expect(found.map((row) => row?.strategy)).toEqual(['database', 'database'])
})
