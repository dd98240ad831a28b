import { beforeEach, expect, test } from 'vitest'
import { signInForm } from '@/lib/api-schema'
import { db } from '@/lib/db/prisma-client'
import { env } from '@/lib/env'
import { authenticatePassword } from '../accounts/authenticate-password'
import { checkNewPassword } from '../accounts/common-passwords'
import { demoPassword, demoPeople, removeDemo, seedDemo } from './demo'
import {
  addPerson,
  later,
  now,
  otherPhrase,
  quickHashes,
  visitor,
} from '../accounts/testing/account-fixtures'

quickHashes()
beforeEach(async () => {
  env().LAB = true
  await db().user.deleteMany()
})

const everybody = () => db().user.findMany({ orderBy: { email: 'asc' } })

test('a user and an administrator who can sign in as the contract says', async () => {
  await seedDemo(now)
  expect(await everybody()).toMatchObject([
    { email: 'ada@example.com', role: 'user', demo: true, emailVerified: now },
    { email: 'grace@example.com', role: 'admin', demo: true, emailVerified: now },
  ])
  for (const { email } of demoPeople) {
    const credentials = signInForm.parse({ email, password: 'correct horse battery staple' })
    expect(await authenticatePassword(credentials, visitor(), now)).toMatchObject({ ok: true })
    expect(checkNewPassword(demoPassword, { email, name: null })).toEqual({ ok: true })
  }
})

test('a second time changes nothing', async () => {
  await seedDemo(now)
  await db().user.updateMany({
    where: { email: 'ada@example.com' },
    data: { passwordHash: otherPhrase, role: 'admin' },
  })
  const before = await everybody()
  await seedDemo(later(60))
  expect(await everybody()).toEqual(before)
})

test('several starts at once make two people', async () => {
  // with a connection each, all of them look before one of them adds
  await Promise.all([1, 2, 3].map(() => db().$queryRaw`SELECT 1 FROM pg_sleep(0.1)`))
  await Promise.all([seedDemo(now), seedDemo(now), seedDemo(now)])
  expect(await everybody()).toHaveLength(2)
})

test('somebody who has the address already keeps it', async () => {
  const ada = await addPerson({ email: 'ada@example.com' })
  await seedDemo(now)
  expect(await db().user.findUnique({ where: { email: 'ada@example.com' } })).toMatchObject({
    id: ada.id,
    demo: false,
  })
})

test('removing takes the demo people with all they had, and nobody else', async () => {
  const real = await addPerson()
  await seedDemo(now)
  await authenticatePassword({ email: 'ada@example.com', password: 'wrong' }, visitor(), now)
  expect(await removeDemo()).toBe(2)
  expect(await everybody()).toMatchObject([{ id: real.id }])
  expect(await db().securityEvent.count()).toBe(0)
})

test('never outside the lab', async () => {
  env().LAB = false
  await expect(seedDemo(now)).rejects.toThrow('lab')
  expect(await everybody()).toEqual([])
})
