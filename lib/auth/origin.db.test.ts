import { beforeEach, describe, expect, it } from 'vitest'
import { sha256Base64url } from '@/lib/crypto'
import { db } from '@/lib/db/prisma-client'
import type { LoggedOut } from '@/lib/oidc'
import { cookieStrategyIds, strategies } from '@/lib/strategies'
import type { Verified, CookieStrategyId, UpstreamSession } from './contract'
import { endSessionsByIssuer } from './sign-out'
import { plusSeconds, lifetimes } from './parts/lifetimes'
import { read, verifySession, renew } from './read'
import { startSession } from './start-session'
import { switchStrategy } from './switch-strategy'
import { Jar } from './testing/jar'
import { makePerson } from './testing/people'

/** A session that an issuer vouched for: what it keeps, through renewal and switching, and how the issuer ends it. */

const start = new Date('2026-11-23T12:00:00.000Z')
const at = (seconds: number) => plusSeconds(start, seconds)
const idToken = `${'x'.repeat(400)}.y.z`

let count = 0
const originAs = (idTokenData: UpstreamSession['idTokenData']): UpstreamSession => ({
  issuer: 'https://issuer.example',
  subject: `subject-${++count}`,
  issuerSid: `sid-${count}`,
  idTokenData,
})
const asClaims = () => originAs({ as: 'claims', claims: { name: 'Lin', auth_time: 1 } })
const asToken = () => originAs({ as: 'id-token', idToken })

async function signedIn(
  strategy: CookieStrategyId,
  origin: UpstreamSession,
  person?: Parameters<typeof startSession>[0],
) {
  const jar = new Jar()
  const owner = person ?? (await makePerson())
  const { cookies } = await startSession(owner, 'generic', strategy, jar.ctx(start), origin)
  return { jar: jar.keep(cookies), person: owner }
}
const originHeld = async (strategy: CookieStrategyId, jar: Jar, now: Date) =>
  ((await verifySession(jar.ctx(now, strategy))) as Verified).session.upstream

const loggedOut = (origin: UpstreamSession, changed: Partial<LoggedOut> = {}): LoggedOut => ({
  ok: true,
  issuer: origin.issuer,
  subject: origin.subject,
  issuerSid: origin.issuerSid,
  jti: sha256Base64url(JSON.stringify([origin, changed])),
  expiresAt: at(300),
  ...changed,
})

describe.each(cookieStrategyIds)('%s', (strategy) => {
  const other = cookieStrategyIds.find((id) => id !== strategy)!
  const alive = async (jar: Jar, now: Date) => (await read(jar.ctx(now, strategy))).ok
  const renews = async (jar: Jar, now: Date) =>
    (await renew(jar.ctx(now, strategy))).state.status === 'authenticated'

  it.each([
    ['claims', asClaims],
    ['the ID token', asToken],
  ])('keeps %s, through renewal and switching there and back', async (_, make) => {
    const origin = make()
    const { jar } = await signedIn(strategy, origin)
    expect(await originHeld(strategy, jar, start)).toEqual(origin)
    jar.keep((await renew(jar.ctx(at(10), strategy))).cookies)
    expect(await originHeld(strategy, jar, at(11))).toEqual(origin)
    jar.keep((await switchStrategy(other, jar.ctx(at(12)))).cookies)
    expect(await originHeld(other, jar, at(13))).toEqual(origin)
    jar.keep((await switchStrategy(strategy, jar.ctx(at(14)))).cookies)
    expect(await originHeld(strategy, jar, at(15))).toEqual(origin)
  })

  it('stores nothing of it in clear, and only where the client holds no token', async () => {
    const origin = asToken()
    await signedIn(strategy, origin)
    const row = await db().sessionOrigin.findFirstOrThrow({ where: { subject: origin.subject } })
    expect(JSON.stringify(row)).not.toContain('xxxx')
    expect(row.idTokenData === null).toBe(strategies[strategy].credential === 'encrypted-jwt')
  })

  it('fits into one cookie', async () => {
    const origin = originAs({ as: 'id-token', idToken: 'x'.repeat(1_900) })
    const { jar } = await signedIn(strategy, origin)
    for (const [name, value] of jar.presented.cookies)
      expect(`${name}=${value}`.length, name).toBeLessThanOrEqual(4096)
  })

  describe('ended by the issuer', () => {
    let origin: UpstreamSession
    let jar: Jar
    let person: Parameters<typeof startSession>[0]
    beforeEach(async () => {
      origin = asClaims()
      ;({ jar, person } = await signedIn(strategy, origin))
    })

    it('by its sid: that session alone, at once or at the next renewal', async () => {
      const elsewhere = await signedIn(strategy, { ...origin, issuerSid: 'another' }, person)
      expect(await endSessionsByIssuer(loggedOut(origin), at(10))).toEqual({ ok: true, count: 1 })
      expect(await renews(jar, at(11))).toBe(false)
      expect(await alive(jar, at(11))).toBe(!strategies[strategy].endsAtOnce)
      expect(await alive(jar, at(lifetimes().jwtSeconds))).toBe(false)
      expect(await renews(elsewhere.jar, at(11))).toBe(true)
    })

    it('by its subject: all of them', async () => {
      const elsewhere = await signedIn(strategy, { ...origin, issuerSid: 'another' }, person)
      expect(await endSessionsByIssuer(loggedOut(origin, { issuerSid: null }), at(10))).toEqual({
        ok: true,
        count: 2,
      })
      for (const one of [jar, elsewhere.jar]) expect(await renews(one, at(11))).toBe(false)
    })

    it('not by another issuer that uses the same words', async () => {
      const foreign = loggedOut(origin, { issuer: 'https://other.example' })
      expect(await endSessionsByIssuer(foreign, at(10))).toEqual({ ok: true, count: 0 })
      expect(await renews(jar, at(11))).toBe(true)
    })

    it('once: a token that is used again ends nothing', async () => {
      const token = loggedOut(origin, { issuerSid: null })
      await endSessionsByIssuer(token, at(10))
      const again = await signedIn(strategy, origin, person)
      expect(await endSessionsByIssuer(token, at(20))).toEqual({ ok: false, code: 'replayed' })
      expect(await renews(again.jar, at(21))).toBe(true)
    })
  })
})
