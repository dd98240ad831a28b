import { beforeEach, describe, expect, it } from 'vitest'
import type { Person } from '@/lib/accounts'
import { db } from '@/lib/db/prisma-client'
import { cookieStrategyIds } from '@/lib/strategies'
import { verifySession, renew } from './read'
import { startSession } from './start-session'
import { switchStrategy } from './switch-strategy'
import { Jar } from './testing/jar'
import { makePerson } from './testing/people'

/** Switching moves one session. Whatever happens to it meanwhile happens to it under either strategy. */

const now = new Date('2026-11-23T12:00:00.000Z')
const pairs = cookieStrategyIds.flatMap((from) =>
  cookieStrategyIds.filter((to) => to !== from).map((to) => [from, to] as const),
)

describe.each(pairs)('%s to %s', (from, to) => {
  let person: Person
  let jar: Jar

  beforeEach(async () => {
    person = await makePerson()
    jar = new Jar()
    jar.keep((await startSession(person, 'credentials', from, jar.ctx(now))).cookies)
  })

  it('keeps the session and kills its old credential', async () => {
    const old = jar.copy()
    const { state, cookies } = await switchStrategy(to, jar.ctx(now))
    expect(state).toMatchObject({ status: 'authenticated', strategy: to, authenticatedAt: now.toISOString() })
    expect((await renew(old.ctx(now, from))).state).toEqual({ status: 'anonymous', because: 'revoked' })
    expect((await renew(jar.keep(cookies).ctx(now, to))).state.status).toBe('authenticated')
    expect(await db().session.count({ where: { userId: person.id } })).toBe(1)
  })

  it('twelve at once: one wins, one session is left', async () => {
    const switches = Array.from({ length: 12 }, () => switchStrategy(to, jar.copy().ctx(now)))
    const states = (await Promise.all(switches)).map(({ state }) => state.status)
    expect(states.filter((status) => status === 'authenticated')).toHaveLength(1)
    expect(await db().session.count({ where: { userId: person.id } })).toBe(1)
  })

  it('ended at the same moment: nobody stays signed in, whichever came first', async () => {
    for (let round = 0; round < 10; round++) {
      const thief = new Jar()
      thief.keep((await startSession(person, 'credentials', from, thief.ctx(now))).cookies)
      const [switched] = await Promise.all([
        switchStrategy(to, thief.ctx(now)),
        db().session.deleteMany({ where: { userId: person.id } }),
      ])
      thief.keep(switched.cookies)
      expect(await verifySession(thief.ctx(now, to))).toMatchObject({ state: { status: 'anonymous' } })
    }
  })

  it('an Authorization header decides alone: no cookie is thrown away', async () => {
    const both = { ...jar.ctx(now, from), presented: { ...jar.presented, authorization: 'Bearer x' } }
    expect(await renew(both)).toEqual({
      ok: false,
      code: 'not_authenticated',
      state: { status: 'anonymous', because: 'malformed' },
      cookies: [],
    })
  })
})
