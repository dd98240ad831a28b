import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/lib/db/prisma-client'
import { disableUser, enableUser, setRole, type Person } from '@/lib/accounts'
import { endOtherSessions, endSession, listSessions, cookieStrategies, strategyRegistry } from '@/lib/auth'
import {
  cookieStrategyIds,
  isCookieStrategy,
  isTokenStrategy,
  strategies as table,
  tokenStrategyIds,
  type StrategyId,
} from '@/lib/strategies'
import type { Verified } from './contract'
import { sessionCookie } from './parts/cookie'
import { plusSeconds, lifetimes } from './parts/lifetimes'
import { read, verifySession } from './read'
import { clientOf } from './testing/client-of'
import { Jar } from './testing/jar'
import { duringOutage } from './testing/outage'
import { makePerson, testPassword } from './testing/people'

/**
 * One contract for every strategy of the registry. Where strategies may honestly differ (how long a revoked
 * credential goes on) the difference is measured and held to what the strategy declares.
 */

const start = new Date('2026-11-23T12:00:00.000Z')
const at = (seconds: number) => plusSeconds(start, seconds)
const device = 'Test browser'
/** one that no token of this strategy may name the session of */
const otherThan = (id: StrategyId) => tokenStrategyIds.find((other) => other !== id)!

describe.each(Object.values(strategyRegistry))('$id', (strategy) => {
  const { id } = strategy
  const traits = table[id]
  const client = clientOf(id)
  /** what a request asks for that has no Authorization header; with one, the header decides */
  const asked = isCookieStrategy(id) ? id : cookieStrategyIds[0]!
  let person: Person
  let jar: Jar

  const status = async (who: Jar, now: Date) => {
    const reading = await read(who.ctx(now, asked))
    return reading.state.status === 'anonymous' ? reading.state.because : reading.state.status
  }
  const renewed = async (who: Jar, now: Date) => (await client.renew(who, now)).status
  const signedIn = async (now = start, who = person) => {
    const fresh = new Jar()
    const state = await client.startSession(who, fresh, now)
    return { state, jar: fresh }
  }
  const session = async (who: Jar, now: Date) =>
    ((await verifySession(who.ctx(now, asked))) as Verified).session

  /** Seconds from `from` until the copied credential is refused, in steps of a second around the edges. */
  const livesOn = async (thief: Jar, from: number) => {
    if ((await status(thief, at(from))) !== 'authenticated') return 0
    const end = strategy.credentialSeconds()
    expect(await status(thief, at(end - 1))).toBe('authenticated')
    expect(await status(thief, at(end))).not.toBe('authenticated')
    return end - from
  }
  /** After something ended the session: refused at once, or refused at renewal and by the end of the token's life. */
  const endsAsDeclared = async (thief: Jar, from: number) => {
    expect(await renewed(thief.copy(), at(from))).toBe('anonymous')
    const seconds = await livesOn(thief, from)
    if (traits.endsAtOnce) expect(seconds).toBe(0)
    else expect(seconds).toBeLessThanOrEqual(strategy.credentialSeconds())
  }

  beforeEach(async () => {
    person = await makePerson()
    jar = (await signedIn()).jar
  })

  describe('signing in', () => {
    it('recognises the person, in the one shape of every reader', async () => {
      const { state, jar: fresh } = await signedIn()
      expect(await read(fresh.ctx(start, asked))).toMatchObject({ state })
      expect(state).toEqual({
        status: 'authenticated',
        strategy: id,
        user: { id: person.id, email: person.email, name: person.name, role: 'user' },
        authenticatedAt: start.toISOString(),
        expiresAt: at(strategy.credentialSeconds()).toISOString(),
        absoluteExpiresAt: at(lifetimes().absoluteSeconds).toISOString(),
        provider: 'credentials',
      })
    })

    it('holds what it says', () => {
      const credential = client.credential(jar)
      const parts = credential.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'))
      const header = parts[0]!
      const isReadable = parts.some((part) => part.includes(person.id))
      if (traits.credential === 'encrypted-jwt')
        expect(JSON.parse(header)).toEqual({ alg: 'dir', enc: 'A256CBC-HS512' })
      else if (traits.credential === 'opaque') expect(credential).toMatch(/^[\w-]{43}$/)
      else if (traits.credential === 'signed-reference')
        expect(header).toMatch(/^[\w-]{43} \d+$/) // a reference, and until when
      else expect(JSON.parse(header)).toMatchObject({ alg: 'ES256', typ: 'at+jwt' })
      expect(isReadable).toBe(traits.credential === 'signed-jwt')
    })

    it('works with the password and refuses every other with one answer', async () => {
      const { email } = person
      const good = await client.signIn({ email, password: testPassword }, new Jar(), start)
      const bad = await client.signIn({ email, password: testPassword + '!' }, new Jar(), start)
      expect(good).toMatchObject({ ok: true, state: { status: 'authenticated', strategy: id } })
      expect(bad).toEqual({ ok: false, code: 'invalid_credentials' })
    })

    it('gives a new credential, and the one before it is dead', async () => {
      const thief = jar.copy() // with the key: what is to be dead is the credential
      await client.startSession(person, jar, at(10))
      expect(client.credential(jar)).not.toBe(client.credential(thief))
      await endsAsDeclared(thief, 10)
    })

    it('ends the session of somebody else in the same browser', async () => {
      const thief = jar.copy()
      await client.startSession(await makePerson(), jar, at(10))
      expect(await renewed(thief, at(11))).toBe('anonymous')
    })
  })

  describe('time', () => {
    it('ends when idle', async () => {
      const [credential, idle] = [strategy.credentialSeconds(), strategy.idleSeconds()]
      expect(await status(jar, at(credential - 1))).toBe('authenticated')
      expect(await status(jar, at(credential))).toBe('expired')
      expect(await renewed(jar.copy(), at(idle))).toBe('anonymous')
      expect(await renewed(jar, at(idle - 1))).toBe('authenticated')
    })

    it('ends at the absolute end, however active', async () => {
      const { absoluteSeconds, accessTokenSeconds } = lifetimes()
      for (let now = 0; now < absoluteSeconds; now += accessTokenSeconds)
        expect(await renewed(jar, at(now))).toBe('authenticated')
      expect(await status(jar, at(absoluteSeconds - 1))).toBe('authenticated')
      expect(await status(jar, at(absoluteSeconds))).toBe('expired')
      expect(await renewed(jar, at(absoluteSeconds))).toBe('anonymous')
    })

    it('renews twice at once as once', async () => {
      const tabs = [jar.copy(), jar.copy()]
      expect(await Promise.all(tabs.map((tab) => renewed(tab, at(299))))).toEqual([
        ...['authenticated', 'authenticated'],
      ])
      for (const tab of tabs) expect(await listSessions(await session(tab, at(300)), at(300))).toHaveLength(1)
    })

    it('keeps when the person proved who they are', async () => {
      expect(await client.renew(jar, at(300))).toMatchObject({
        authenticatedAt: start.toISOString(),
        absoluteExpiresAt: at(lifetimes().absoluteSeconds).toISOString(),
      })
    })
  })

  describe('ending', () => {
    it('signing out: the copy that was taken before', async () => {
      const thief = jar.copy()
      await client.signOut(jar, at(10))
      expect(await status(jar, at(10))).toBe('absent')
      await endsAsDeclared(thief, 10)
    })

    it('signing out with an expired credential still removes the row', async () => {
      const later = at(lifetimes().absoluteSeconds + 5)
      const kept = jar.copy()
      await client.signOut(jar, later)
      expect(await strategy.verify(kept.presentedAt(at(1)), at(1))).toMatchObject({
        state: { status: 'anonymous', because: 'revoked' },
      })
    })

    it('revoked from another device, which stays', async () => {
      const other = (await signedIn()).jar
      const owner = await session(other, at(10))
      const { id: sessionId } = await session(jar, at(10))
      expect(await endSession(owner, sessionId, device, at(10))).toBe(true)
      await endsAsDeclared(jar, 10)
      expect(await status(other, at(11))).toBe('authenticated')
    })

    it('nobody ends the session of another person', async () => {
      const { jar: theirs } = await signedIn(start, await makePerson())
      const { id: sessionId } = await session(jar, at(1))
      expect(await endSession(await session(theirs, at(1)), sessionId, device, at(1))).toBe(false)
      expect(await renewed(jar, at(2))).toBe('authenticated')
    })

    it('signed out everywhere else', async () => {
      const other = (await signedIn()).jar
      await endOtherSessions(await session(other, at(10)), device, at(10))
      await endsAsDeclared(jar, 10)
      expect(await renewed(other, at(11))).toBe('authenticated')
    })

    it('the password changes: others end, the one that asked is replaced', async () => {
      const thief = jar.copy()
      const other = (await signedIn()).jar
      const passwords = { currentPassword: testPassword, newPassword: 'eleven calm herons wade' }
      expect(await client.changePassword(await session(jar, at(10)), passwords, jar, at(10))).toBe(true)
      expect(await renewed(jar, at(11))).toBe('authenticated')
      expect(await renewed(other.copy(), at(11))).toBe('anonymous')
      await endsAsDeclared(thief, 10)
    })

    it('the user is disabled, and enabling again brings nothing back', async () => {
      await disableUser(person.id, at(10))
      await endsAsDeclared(jar, 10)
      await enableUser(person.id, at(11))
      expect(await renewed(jar, at(12))).toBe('anonymous')
    })

    it('a session that a sign-in inserts after the password changed is dead', async () => {
      const stale = { ...person }
      await disableUser(person.id, at(5))
      await enableUser(person.id, at(6))
      const { jar: late } = await signedIn(at(6), stale)
      expect(await renewed(late, at(7))).toBe('anonymous')
    })
  })

  describe('each reason to refuse, alone, with all else as it was', () => {
    type Row = { id: string; userId: string }
    const reasons: [reason: string, happens: (row: Row) => Promise<unknown>][] = [
      ['the row is gone', ({ id: row }) => db().session.delete({ where: { id: row } })],
      [
        'the row has ended',
        ({ id: row }) => db().session.update({ where: { id: row }, data: { expiresAt: at(5) } }),
      ],
      [
        'the person is disabled',
        ({ userId }) => db().user.update({ where: { id: userId }, data: { disabledAt: at(5) } }),
      ],
      [
        'the credentials have another version',
        ({ userId }) =>
          db().user.update({ where: { id: userId }, data: { credentialsVersion: { increment: 1 } } }),
      ],
    ]

    it.each(reasons)('%s', async (_, happens) => {
      const { id: row } = await session(jar, at(1))
      await happens({ id: row, userId: person.id })
      expect((await verifySession(jar.ctx(at(10), asked))).ok).toBe(false)
      if (traits.endsAtOnce) expect(await status(jar, at(10))).not.toBe('authenticated')
      expect(await renewed(jar, at(10))).toBe('anonymous')
    })

    it('the row is of another strategy', async () => {
      const { id: row } = await session(jar, at(1))
      await db().session.update({ where: { id: row }, data: { strategy: otherThan(id) } })
      expect((await verifySession(jar.ctx(at(10), asked))).ok).toBe(false)
      if (traits.endsAtOnce) expect(await status(jar, at(10))).not.toBe('authenticated')
    })
  })

  it('a copy without the key is worth what the traits say', async () => {
    const thief = jar.stolen()
    expect(await status(thief, at(1))).toBe(traits.proof === 'each-request' ? 'malformed' : 'authenticated')
    expect(await renewed(thief, at(2))).toBe(traits.proof === 'never' ? 'authenticated' : 'anonymous')
    expect(await renewed(jar, at(3))).toBe(
      traits.proof === 'never' && isTokenStrategy(id) ? 'anonymous' : 'authenticated',
    )
  })

  it('a changed role shows at once where the session is looked up, else at the renewal', async () => {
    await setRole(person.id, 'admin', at(9))
    const reading = await read(jar.ctx(at(10), asked))
    const role = reading.ok ? reading.state.user.role : null
    expect(role).toBe(traits.endsAtOnce ? 'admin' : 'user')
    expect(await client.renew(jar, at(10))).toMatchObject({ user: { role: 'admin' } })
  })

  describe('hostile credentials', () => {
    it('no single changed character is accepted', async () => {
      const good = client.credential(jar)
      const step = Math.max(1, Math.floor(good.length / 120))
      for (let index = 0; index < good.length; index += step) {
        const other = good[index] === 'A' ? 'Q' : 'A'
        const tampered = good.slice(0, index) + other + good.slice(index + 1)
        expect(await status(client.holding(tampered, jar), at(1))).toMatch(/malformed|revoked/)
      }
    })

    it.each([
      '',
      '.',
      '..',
      '....',
      'null',
      'undefined',
      'é'.repeat(50),
      'A'.repeat(4000),
      '%00',
      '{"sub":"x"}',
    ])('junk %#: no error, nobody signed in', async (junk) => {
      expect(await status(client.holding(junk, jar), at(1))).toMatch(/absent|malformed/)
    })
  })

  it('a database that is away never reads as signed out', async () => {
    await duringOutage(async () => {
      const now = await status(jar, at(10))
      const asksDatabase = traits.lookup === 'each-request' || traits.proof === 'each-request'
      expect(now).toBe(asksDatabase ? 'unavailable' : 'authenticated')
      await expect(client.renew(jar.copy(), at(10))).rejects.toThrow()
      await expect(client.signOut(jar.copy(), at(10))).rejects.toThrow()
    })
    expect(await renewed(jar, at(11))).toBe('authenticated')
  })
})

describe.each(Object.values(cookieStrategies))('the cookie of $id', ({ id }) => {
  let jar: Jar
  beforeEach(async () => {
    jar = new Jar()
    await clientOf(id).startSession(await makePerson(), jar, start)
  })

  it('twice under one name is neither', async () => {
    const twice = { cookies: new Map([[sessionCookie(id), null]]), authorization: null }
    expect(await read({ presented: twice, strategy: id, now: at(1) })).toMatchObject({
      ok: false,
      state: { status: 'anonymous', because: 'malformed' },
    })
  })

  it('does not count where there is an Authorization header, whatever is in it', async () => {
    for (const authorization of ['', 'Bearer x', 'Basic eDp5', 'Bearer']) {
      const both = { ...jar.presented, authorization }
      expect(await read({ presented: both, strategy: id, now: at(1) })).toMatchObject({
        ok: false,
        state: { status: 'anonymous', because: 'malformed' },
      })
      expect(await verifySession({ presented: both, strategy: id, now: at(1) })).toMatchObject({ ok: false })
    }
  })
})
