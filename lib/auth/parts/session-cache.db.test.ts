import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { disableUser, setRole, type Person } from '@/lib/accounts'
import { endOtherSessions, endSession } from '@/lib/auth'
import { stopListening, untilHeard } from '@/lib/db/changes'
import { db } from '@/lib/db/prisma-client'
import { cookieStrategyIds, idsBy, isCookieStrategy, strategies } from '@/lib/strategies'
import type { Verified } from '../contract'
import { read, verifySession } from '../read'
import { clientOf } from '../testing/client-of'
import { Jar } from '../testing/jar'
import { makePerson, testPassword } from '../testing/people'
import { lifetimes, plusSeconds } from './lifetimes'
import { startSessionCache, stopSessionCache } from './session-cache'

/**
 * With sessions in memory. What is read from there is seen by a change of which the database says nothing: one with the
 * triggers off.
 */

const now = new Date() // the database cleans up by its own clock
const at = (seconds: number) => plusSeconds(now, seconds)

async function silently(sql: string) {
  await db().$transaction(async (tx) => {
    await tx.$executeRawUnsafe('ALTER TABLE "User" DISABLE TRIGGER "User_changed"')
    await tx.$executeRawUnsafe(sql)
    await tx.$executeRawUnsafe('ALTER TABLE "User" ENABLE TRIGGER "User_changed"')
  })
}

/** Time stands still for the memory: it stays sure, however slow this machine is. */
async function whileSure<Result>(work: () => Promise<Result>): Promise<Result> {
  await untilHeard()
  const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now())
  try {
    return await work()
  } finally {
    clock.mockRestore()
  }
}

beforeEach(() => startSessionCache(3))
afterEach(stopSessionCache)

describe.each(idsBy({ lookup: 'each-request' }))('%s', (id) => {
  const client = clientOf(id)
  const asked = isCookieStrategy(id) ? id : cookieStrategyIds[0]!
  let person: Person
  let jar: Jar

  const reading = (who = jar, when = now) => read(who.ctx(when, asked))
  const status = async (who = jar, when = now) => {
    const { state } = await reading(who, when)
    return state.status === 'anonymous' ? state.because : state.status
  }
  const session = async (who = jar) => ((await verifySession(who.ctx(now, asked))) as Verified).session
  const nameOf = async (who = jar) => {
    const { state } = await reading(who)
    return state.status === 'authenticated' ? state.user.name : null
  }
  const rename = (name: string, of = person) =>
    silently(`UPDATE "User" SET name = '${name}' WHERE id = '${of.id}'`)

  /** Signed in, and in memory: a change that nobody was told of is not seen. */
  async function remembered() {
    person = await makePerson()
    jar = new Jar()
    await client.startSession(person, jar, now)
    await expect
      .poll(async () => {
        await db().user.update({ where: { id: person.id }, data: { name: 'before' } })
        await untilHeard() // nothing of the person is in memory
        await reading()
        await rename('silent')
        return whileSure(nameOf)
      })
      .toBe('before')
  }
  beforeEach(remembered)

  it('is read from memory, and from the database where there is none', async () => {
    expect(await whileSure(nameOf)).toBe('before')
    await stopSessionCache()
    expect(await nameOf()).toBe('silent')
  })

  it('where nothing is heard any more, it is read from the database', async () => {
    await stopListening()
    expect(await nameOf()).toBe('silent')
  })

  it('whatever changes something asks the database', async () => {
    expect((await session()).person.name).toBe('silent')
  })

  it.each<[what: string, change: () => Promise<unknown>]>([
    ['it is ended', async () => endSession(await session(), (await session()).id, 'Test', now)],
    ['others than another one are ended', async () => endOtherSessions(await another(), 'Test', now)],
    ['its person is disabled', () => disableUser(person.id, now)],
    [
      'the password is changed elsewhere',
      async () => {
        const other = new Jar()
        await client.startSession(person, other, now)
        const passwords = { currentPassword: testPassword, newPassword: 'a phrase that nobody has used' }
        await client.changePassword(await session(other), passwords, other, now)
      },
    ],
    ['its row is deleted by hand', () => db().session.deleteMany({ where: { userId: person.id } })],
    ['its person is deleted by hand', () => db().user.delete({ where: { id: person.id } })],
    [
      'its end is set by hand',
      () => db().session.updateMany({ where: { userId: person.id }, data: { expiresAt: now } }),
    ],
  ])('is refused once it has been heard that %s', async (_, change) => {
    expect(await status()).toBe('authenticated')
    await change()
    await untilHeard()
    expect(await status()).not.toBe('authenticated')
  })

  const another = async () => {
    const other = new Jar()
    await client.startSession(person, other, now)
    return session(other)
  }

  it('has the role of now, once that was heard', async () => {
    await setRole(person.id, 'admin', now)
    await untilHeard()
    expect((await reading()).state).toMatchObject({ user: { role: 'admin' } })
  })

  if (strategies[id].credential === 'opaque') {
    it('goes on to the end that the row has by now, and ends there', async () => {
      const { expiresAt } = await session()
      const later = plusSeconds(expiresAt, 10)
      await db().session.updateMany({ where: { userId: person.id }, data: { expiresAt: later } })
      expect(await status(jar, expiresAt)).toBe('authenticated')
      expect(await status(jar, later)).toBe('expired')
    })

    it('says once that activity is due', async () => {
      const due = async () => {
        const answer = await reading(jar, at(lifetimes().activitySeconds + 1))
        return answer.ok && answer.activity
      }
      expect(await whileSure(async () => [await due(), await due()])).toEqual(['due', undefined])
    })
  }

  it('a row that changed while it was read is not kept', async () => {
    await db().session.updateMany({ where: { userId: person.id }, data: { device: 'another' } })
    await untilHeard() // it is out of memory
    const { session: table } = db()
    const find = table.findUnique.bind(table) as (asked: object) => Promise<unknown>
    vi.spyOn(table, 'findUnique').mockImplementationOnce((async (asked: object) => {
      const row = await find(asked)
      await disableUser(person.id, now)
      await untilHeard()
      return row
    }) as never)
    expect(await status()).toBe('authenticated') // it was, when it was read
    expect(await status()).toBe('revoked')
  })

  it('no more are kept than was said: the one that was not used for longest is read again', async () => {
    const [first, firstPerson] = [jar, person]
    for (let count = 0; count < 3; count += 1) await remembered()
    expect(await nameOf(first)).toBe('silent')
    await rename('again', firstPerson)
    expect(await whileSure(() => nameOf(first))).toBe('silent') // it is in memory once more
  })
})
