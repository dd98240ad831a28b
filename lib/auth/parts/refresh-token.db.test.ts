import { decodeJwt } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { disableUser, listEvents, setRole, type Person } from '@/lib/accounts'
import { refresh, revokeToken } from '@/lib/auth'
import { db } from '@/lib/db/prisma-client'
import { env } from '@/lib/env'
import { idsBy } from '@/lib/strategies'
import { clientOf } from '../testing/client-of'
import { Jar } from '../testing/jar'
import { makePerson } from '../testing/people'
import { lifetimes, plusSeconds } from './lifetimes'
import { tokenHashOf } from './opaque-token'
import { endSessions } from './session-row'

/** Refresh tokens: single use, whoever races with whom. OWASP ASVS 5.0 10.4.5, 10.4.8; RFC 9700 §4.14. */

const now = new Date('2026-11-23T12:00:00.000Z')
const at = (seconds: number) => plusSeconds(now, seconds)
const asking = (when: Date) => new Jar().ctx(when)

/** Those that are refreshed without a proof of a key. */
const unbound = idsBy({ carrier: 'header', proof: 'never' })

describe.each(unbound)('%s', (strategy) => {
  let person: Person
  let first: string
  beforeEach(async () => {
    person = await makePerson()
    first = await family()
  })

  async function family() {
    const jar = new Jar()
    await clientOf(strategy).startSession(person, jar, now)
    return jar.tokens.refresh_token!
  }
  const spend = async (token: string, when: Date) => {
    const result = await refresh(token, asking(when))
    return result.ok ? result.tokens.refresh_token! : result.code
  }
  afterEach(() => void (env().REFRESH_GRACE_SECONDS = 0))
  const liveLeaves = () =>
    db().refreshToken.count({ where: { spentAt: null, session: { userId: person.id } } })
  const sessionId = async () => (await db().session.findFirstOrThrow({ where: { userId: person.id } })).id

  it('fifty at once: one successor, the same for all', async () => {
    const all = await Promise.all(Array.from({ length: 50 }, () => spend(first, at(10))))
    expect(new Set(all).size).toBe(1)
    expect(all[0]).toMatch(/^[\w-]{43}$/)
    expect(await liveLeaves()).toBe(1)
    expect(await spend(all[0]!, at(300))).toMatch(/^[\w-]{43}$/)
  })

  it('a spent token that comes back later ends its family, and the person can read of it', async () => {
    const second = await spend(first, at(10))
    expect(await spend(first, at(10 + lifetimes().refreshGraceSeconds))).toBe('invalid_grant')
    expect(await spend(second, at(20))).toBe('invalid_grant')
    expect(await liveLeaves()).toBe(0)
    expect((await listEvents(person.id, 5)).map(({ kind }) => kind)).toContain('token_reused')
  })

  it('within the grace, where one is set, it gives the same successor, unless that has been used', async () => {
    env().REFRESH_GRACE_SECONDS = 5
    const second = await spend(first, at(10))
    expect(await spend(first, at(12))).toBe(second)
    const third = await spend(second, at(13))
    expect(await spend(first, at(14))).toBe('invalid_grant')
    expect(await spend(third, at(15))).toBe('invalid_grant')
  })

  it('less scope is for one access token, more is refused and spends nothing', async () => {
    const scopes = async (token: string, requested: string | undefined, when: Date) => {
      const result = await refresh(token, asking(when), requested)
      if (!result.ok) return { said: result.code, next: token }
      return { said: decodeJwt(result.tokens.access_token).scope, next: result.tokens.refresh_token! }
    }
    let next = first
    const cases = [
      ['api:read', 'api:read'],
      [undefined, 'api'],
      ['api api:read', 'api api:read'],
      ['api', 'api'],
      ['openid', 'invalid_scope'],
      ['api openid', 'invalid_scope'],
      ['API', 'invalid_scope'],
      ['api ', 'invalid_scope'],
      [undefined, 'api'],
    ] as const
    for (const [index, [requested, said]] of cases.entries()) {
      const answer = await scopes(next, requested, at(10 + index))
      expect(answer.said, `${requested}`).toBe(said)
      next = answer.next
    }
    await db().session.updateMany({ where: { userId: person.id }, data: { scope: 'api:read' } })
    expect((await scopes(next, 'api', at(30))).said).toBe('invalid_scope')
    expect((await scopes(next, 'api:read', at(31))).said).toBe('api:read')
  })

  it('another family of the same person goes on', async () => {
    const other = await family()
    await spend(first, at(10))
    await spend(first, at(60))
    expect(await spend(other, at(61))).toMatch(/^[\w-]{43}$/)
  })

  it('revoked while it is refreshed: nothing survives, forty times of forty', async () => {
    let survivors = 0
    for (let round = 0; round < 40; round++) {
      const token = await family()
      const ended = db().refreshToken.findUniqueOrThrow({ where: { tokenHash: tokenHashOf(token)! } })
      const { sessionId } = await ended
      const racing = Array.from({ length: 6 }, (_, index) =>
        index === round % 6 ? endSessions([sessionId]) : spend(token, at(10)),
      )
      const results = await Promise.all(racing)
      for (const successor of results.filter((result) => typeof result === 'string'))
        if ((await spend(successor, at(11))) !== 'invalid_grant') survivors += 1
      expect(await db().refreshToken.count({ where: { sessionId } })).toBe(0)
    }
    expect(survivors).toBe(0)
  })

  it('ends for a person who is disabled, also where the row had survived', async () => {
    await disableUser(person.id, at(5))
    expect(await spend(first, at(6))).toBe('invalid_grant')
    await db().user.update({ where: { id: person.id }, data: { disabledAt: null } })
    expect(await spend(first, at(7))).toBe('invalid_grant')
  })

  it('ends when the version of the credentials has moved, though the row is there', async () => {
    await db().user.update({ where: { id: person.id }, data: { credentialsVersion: { increment: 1 } } })
    expect(await spend(first, at(5))).toBe('invalid_grant')
  })

  it('tells the role as it is now', async () => {
    await setRole(person.id, 'admin', at(5))
    const result = await refresh(first, asking(at(6)))
    expect(result).toMatchObject({ ok: true, state: { user: { role: 'admin' } } })
  })

  it('does not go beyond the absolute end, however often it is used', async () => {
    let token = first
    const { refreshAbsoluteSeconds, idleSeconds } = lifetimes()
    for (let when = idleSeconds - 1; when < refreshAbsoluteSeconds; when += idleSeconds - 1)
      token = await spend(token, at(when))
    const last = await refresh(token, asking(at(refreshAbsoluteSeconds - 7)))
    expect(last).toMatchObject({ ok: true, tokens: { expires_in: 7 } })
    expect(await spend(last.ok ? last.tokens.refresh_token! : '', at(refreshAbsoluteSeconds))).toBe(
      'invalid_grant',
    )
  })

  it('at rest: no token, and no successor that the database alone could open', async () => {
    const second = await spend(first, at(10))
    const rows = JSON.stringify(await db().refreshToken.findMany({ where: { sessionId: await sessionId() } }))
    expect(rows).not.toContain(first)
    expect(rows).not.toContain(second)
    const [spent] = await db().refreshToken.findMany({
      where: { spentAt: { not: null }, session: { userId: person.id } },
    })
    expect(Buffer.from(spent!.sealedSuccessor!, 'base64url').toString('latin1')).not.toContain(second)
  })

  it('revoking any token of the family ends it, the spent and the latest', async () => {
    const second = await spend(first, at(10))
    await revokeToken(first, asking(at(11)))
    expect(await spend(second, at(12))).toBe('invalid_grant')
    expect(await liveLeaves()).toBe(0)
  })

  it.each(['', 'x', 'A'.repeat(43), 'A'.repeat(5000), 'é'.repeat(43), '\u0000'])(
    'junk %# is no grant',
    async (junk) => {
      expect(await spend(junk, at(1))).toBe('invalid_grant')
      await revokeToken(junk, asking(at(1)))
      expect(await liveLeaves()).toBe(1)
    },
  )
})
