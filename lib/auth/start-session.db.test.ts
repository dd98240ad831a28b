import { beforeEach, describe, expect, it } from 'vitest'
import { statementsOf } from '@/lib/accounts/testing/account-fixtures'
import { db } from '@/lib/db/prisma-client'
import { cookieStrategyIds, tokenStrategyIds } from '@/lib/strategies'
import type { Verified } from './contract'
import { verifySession } from './read'
import { signIn } from './start-session'
import { changePassword } from './switch-strategy'
import { clientOf } from './testing/client-of'
import { Jar } from './testing/jar'
import { makePerson, testPassword } from './testing/people'

/** What a sign-in with a password costs the database, and what it takes back. */

const now = new Date('2026-11-23T12:00:00.000Z')
const failures = async () => (await db().rateLimit.findMany()).reduce((sum, { points }) => sum + points, 0)

beforeEach(() => db().rateLimit.deleteMany())

describe.each(cookieStrategyIds)('%s', (id) => {
  it('takes four statements: the person, the limits, the session, and what is kept of it', async () => {
    const { email } = await makePerson()
    const credentials = { email, password: testPassword, strategy: id }
    await signIn(credentials, new Jar().ctx(now)) // the connection is open
    const statements = await statementsOf(() => signIn(credentials, new Jar().ctx(now)))
    expect(statements).toHaveLength(4)
    expect(await failures()).toBe(0)
  })

  it('a change of the password takes back no attempt of anybody', async () => {
    const person = await makePerson()
    const jar = new Jar()
    await clientOf(id).startSession(person, jar, now)
    await signIn({ email: 'nobody@example.com', password: testPassword }, new Jar().ctx(now))
    const before = await failures()
    expect(before).toBeGreaterThan(0)
    const { session } = (await verifySession(jar.ctx(now, id))) as Verified
    const passwords = { currentPassword: testPassword, newPassword: 'a phrase that nobody has used' }
    expect(await changePassword(session, passwords, jar.ctx(now, id))).toMatchObject({ ok: true })
    expect(await failures()).toBe(before)
  })
})

it.each(tokenStrategyIds)('%s: its sign-in counts as none that failed', async (id) => {
  const { email } = await makePerson()
  const jar = new Jar()
  expect(await clientOf(id).signIn({ email, password: testPassword }, jar, now)).toMatchObject({ ok: true })
  expect(await failures()).toBe(0)
})
