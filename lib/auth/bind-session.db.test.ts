import { generateKeyPairSync } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Person } from '@/lib/accounts'
import { disableUser } from '@/lib/accounts'
import {
  bindSession,
  cookieStrategies,
  listSessions,
  refreshBoundCookie,
  renew,
  signOut,
  switchStrategy,
} from '@/lib/auth'
import { db } from '@/lib/db/prisma-client'
import { cookieStrategyIds, strategies } from '@/lib/strategies'
import type { Verified } from './contract'
import { sessionCookie } from './parts/cookie'
import { bindToKey } from './parts/device-key'
import { lifetimes, plusSeconds } from './parts/lifetimes'
import { read, verifySession } from './read'
import { startSession } from './start-session'
import { ClientKey } from './testing/client-key'
import { bindHere, offeredChallenge, refreshHere } from './testing/client-of'
import { forge } from './testing/forge'
import { Jar } from './testing/jar'
import { makePerson } from './testing/people'

/** Sessions whose cookie is bound to a key of the device: what binds them, what refreshes them, and for how long a copy lives. */

const start = new Date('2026-11-23T12:00:00.000Z')
const at = (seconds: number) => plusSeconds(start, seconds)
const [strategy] = cookieStrategyIds.filter((id) => strategies[id].proof === 'each-renewal')
const id = strategy!
const unbound = cookieStrategyIds.find((other) => strategies[other].proof === 'never')!
/** as `bound-cookie.ts` has them */
const [registrationSeconds, challengeSeconds] = [60, 60]

let person: Person
let jar: Jar
let offered: string

const status = async (who: Jar, now: Date) => {
  const { state } = await read(who.ctx(now, id))
  return state.status === 'anonymous' ? state.because : state.status
}
/** Signs in, and registers nothing yet. */
async function signedIn(now = start) {
  const { cookies } = await startSession(person, 'credentials', id, jar.ctx(now))
  jar.keep(cookies)
  offered = offeredChallenge(cookies)
  jar.device = new ClientKey()
}
const register = (proof: string, now = at(1), who = jar) => bindSession(proof, who.ctx(now))
const first = (made = {}, key = jar.device!) => key.deviceProof(offered, true, made)
const notBound = { ok: false, code: 'invalid_device_proof' }
const sessionIdOf = async (who: Jar, now: Date) =>
  ((await verifySession(who.ctx(now, id))) as Verified).session.id

async function bound(now = start) {
  const { cookies } = await startSession(person, 'credentials', id, jar.ctx(now))
  jar.keep(cookies)
  await bindHere(cookies, jar, now)
}
async function challenge(now: Date) {
  const asked = await refreshBoundCookie(jar.boundSessionId!, null, { now })
  if (asked.ok) throw new Error('No challenge was given')
  return asked.challenge!
}
const refresh = (proof: string, now: Date) => refreshBoundCookie(jar.boundSessionId!, proof, { now })

beforeEach(async () => {
  person = await makePerson()
  jar = new Jar()
})

describe('before a key is registered', () => {
  beforeEach(() => signedIn())

  it('it is a database session, and stays one in a browser that registers none', async () => {
    const { idleSeconds } = lifetimes()
    expect(await status(jar, at(registrationSeconds + 1))).toBe('authenticated')
    expect(await status(jar, at(idleSeconds - 1))).toBe('authenticated')
    expect(await status(jar, at(idleSeconds))).toBe('expired')
  })

  it('renewing moves its end', async () => {
    const { state, cookies } = await renew(jar.ctx(at(100), id))
    expect(cookies).toEqual([])
    expect(state).toMatchObject({ expiresAt: at(100 + lifetimes().idleSeconds).toISOString() })
  })

  it('a key is taken for a minute, and not longer', async () => {
    expect(await register(first(), at(registrationSeconds))).toEqual(notBound)
    expect(await register(first(), at(registrationSeconds - 1))).toMatchObject({ ok: true })
  })

  it('another strategy takes it over, and coming back asks for a key', async () => {
    const before = jar.copy()
    const there = await switchStrategy(unbound, jar.ctx(at(2), id))
    if (!there.ok) throw new Error('It was not taken over')
    const back = await switchStrategy(id, jar.keep(there.cookies).ctx(at(3), unbound))
    if (!back.ok) throw new Error('It was not taken back')
    expect(await status(before, at(4))).toBe('revoked')
    expect(await bindHere(back.cookies, jar.keep(back.cookies), at(4))).toMatchObject({ strategy: id })
    const { session } = (await verifySession(jar.ctx(at(5), id))) as Verified
    expect(await listSessions(session, at(5))).toHaveLength(1)
  })

  it('of the key those members are kept that make it up, and nothing else that came with it', async () => {
    const { publicJwk } = jar.device!
    const proof = first({ header: { jwk: { ...publicJwk, note: '\u0000\ud800', kid: 'x' } } })
    expect(await register(proof)).toMatchObject({ ok: true })
    const row = await db().deviceKey.findUnique({ where: { sessionId: await sessionIdOf(jar, at(2)) } })
    expect(row!.publicJwk).toEqual(publicJwk)
  })

  it('of a key that is registered and another strategy that takes over, one wins', async () => {
    for (let round = 0; round < 10; round += 1) {
      jar = new Jar()
      await signedIn()
      const [there, here] = await Promise.all([
        switchStrategy(unbound, jar.ctx(at(1), id)),
        register(first()),
      ])
      expect([there.ok, here.ok].sort()).toEqual([false, true])
    }
  })

  it('a key is taken once', async () => {
    const proof = first()
    const [one, other] = await Promise.all([register(proof), register(proof)])
    expect([one.ok, other.ok].sort()).toEqual([false, true])
    expect(await status(jar, at(2))).toBe('authenticated') // the same key: nobody else claims it
  })

  it('no key is taken for a row that has another reference by now', async () => {
    const jwk = new ClientKey().publicJwk
    const proof = { challenge: offered, jwk, keyThumbprint: 'of this key' }
    const sessionId = await sessionIdOf(jar, at(1))
    expect(await bindToKey(proof, { sessionId, tokenHash: 'another', now: at(1) })).toBe(false)
    expect(await db().deviceKey.count({ where: { sessionId } })).toBe(0)
  })

  it('a second key ends the session, whoever was first', async () => {
    expect(await register(first())).toMatchObject({ ok: true })
    expect(await register(first({}, new ClientKey()))).toEqual(notBound)
    expect(await status(jar, at(2))).toBe('revoked')
  })

  it.each([
    'algorithm',
    'type',
    'another signer',
    'a private key',
    'an exponent',
    'another spelling',
    'a length',
    'a list in the key',
  ])('no key is taken with a wrong %s, and the right one still is', async (what) => {
    expect(await register(wrong[what]!())).toEqual(notBound)
    expect(await register(first())).toMatchObject({ ok: true })
  })

  it('no key is taken without the cookie of the session, or with that of another', async () => {
    expect(await register(first(), at(1), new Jar())).toEqual(notBound)
    const other = new Jar()
    const issued = await startSession(await makePerson(), 'credentials', id, other.ctx(start))
    expect(await register(first(), at(1), other.keep(issued.cookies))).toEqual(notBound)
    expect(await register(first())).toMatchObject({ ok: true })
  })

  it('no key is taken for a session from before a change of the password, and nothing ends by trying', async () => {
    await db().user.update({ where: { id: person.id }, data: { credentialsVersion: { increment: 1 } } })
    expect(await register(first())).toEqual(notBound)
    expect(await db().session.count({ where: { userId: person.id, keyThumbprint: null } })).toBe(1)
  })

  it('no key is taken for a session whose person is disabled', async () => {
    await disableUser(person.id, at(1))
    expect(await register(first())).toEqual(notBound)
  })
})

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const wrong: Record<string, () => string> = {
  algorithm: () => {
    const jwk = rsa.publicKey.export({ format: 'jwk' })
    return forge({ alg: 'PS256', typ: 'dbsc+jwt', jwk }, { jti: offered }, rsa.privateKey)
  },
  type: () => first({ header: { typ: 'JWT' } }),
  'another signer': () => first({ header: { jwk: new ClientKey().publicJwk } }),
  'a private key': () => first({ header: { jwk: jar.device!.privateJwk } }),
  'an exponent': () => {
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 })
    const jwk = pair.publicKey.export({ format: 'jwk' })
    return forge({ alg: 'RS256', typ: 'dbsc+jwt', jwk }, { jti: offered }, pair.privateKey)
  },
  'a list in the key': () => {
    const { publicJwk } = jar.device!
    return first({ header: { jwk: { ...publicJwk, x: [publicJwk.x] } } })
  },
  'a length': () => first({ claims: { padding: 'x'.repeat(3000) } }),
  'another spelling': () => {
    const proof = first()
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    return proof.slice(0, -1) + alphabet[alphabet.indexOf(proof.at(-1)!) ^ 1]!
  },
}

describe('bound to a key', () => {
  beforeEach(() => bound())
  const { boundCookieSeconds } = lifetimes()

  it('RS256 is taken as well', async () => {
    await signedIn(at(5))
    const jwk = rsa.publicKey.export({ format: 'jwk' })
    const proof = forge({ alg: 'RS256', typ: 'dbsc+jwt', jwk }, { jti: offered }, rsa.privateKey)
    expect(await register(proof, at(6))).toMatchObject({ ok: true })
  })

  it('the cookie that it began with ends with the time to register', async () => {
    const thief = new Jar()
    const { cookies } = await startSession(person, 'credentials', id, jar.ctx(start))
    thief.keep(cookies)
    await bindHere(cookies, jar.keep(cookies), at(1))
    expect(await status(thief, at(registrationSeconds - 1))).toBe('authenticated')
    expect(await status(thief, at(registrationSeconds))).toBe('expired')
    expect(await status(jar, at(registrationSeconds))).toBe('authenticated')
  })

  it('a copy of the cookie ends with its minutes, while the owner goes on', async () => {
    const thief = jar.stolen()
    expect(await refreshHere(thief, at(10))).toMatchObject({ status: 'anonymous' })
    expect(await refreshHere(jar, at(boundCookieSeconds - 1))).toMatchObject({ status: 'authenticated' })
    expect(await status(thief, at(boundCookieSeconds - 1))).toBe('authenticated')
    expect(await status(thief, at(boundCookieSeconds))).toBe('expired')
    expect(await status(jar, at(boundCookieSeconds))).toBe('authenticated')
  })

  it('renewing by a page moves no cookie, and promises none', async () => {
    const before = jar.get(sessionCookie(id))
    const { state, cookies } = await renew(jar.ctx(at(100), id))
    expect(cookies).toEqual([])
    expect(state).toMatchObject({ expiresAt: at(boundCookieSeconds).toISOString() })
    expect(jar.get(sessionCookie(id))).toBe(before)
  })

  it('the browser comes back with the key alone, when its cookie has ended', async () => {
    const later = at(lifetimes().idleSeconds - 1)
    expect(await status(jar, later)).toBe('expired')
    expect(await refreshHere(jar, later)).toMatchObject({ status: 'authenticated' })
  })

  it('refreshing is activity, and goes on until the absolute end', async () => {
    const { idleSeconds, absoluteSeconds } = lifetimes()
    for (let now = 0; now < absoluteSeconds; now += idleSeconds - 1)
      expect(await refreshHere(jar, at(now))).toMatchObject({ status: 'authenticated' })
    const last = at(absoluteSeconds - 1)
    const proof = jar.device!.deviceProof(await challenge(last), false)
    expect(await refresh(proof, last)).toMatchObject({ cookies: [{ maxAgeSeconds: 1 }] })
    expect(await refreshHere(jar, at(absoluteSeconds))).toMatchObject({ status: 'anonymous' })
  })

  it('a challenge counts once, for a minute, and for its session', async () => {
    const [one, old] = [await challenge(at(10)), await challenge(at(10))]
    const key = jar.device!
    const refused = { ok: false, code: 'invalid_device_proof', challenge: expect.any(String) as string }
    expect(await refresh(key.deviceProof(one, false), at(11))).toMatchObject({ ok: true })
    expect(await refresh(key.deviceProof(one, false), at(12))).toEqual(refused)
    expect(await refresh(key.deviceProof(old, false), at(10 + challengeSeconds))).toEqual(refused)
    const mine = jar
    jar = new Jar()
    await bound()
    const ofOther = await challenge(at(10))
    jar = mine
    expect(await refresh(key.deviceProof(ofOther, false), at(11))).toEqual(refused)
  })

  it('a challenge to refresh is none to register: another key with it binds nothing, and ends nothing', async () => {
    const proof = new ClientKey().deviceProof(await challenge(at(1)), true)
    expect(await register(proof, at(2))).toEqual(notBound)
    expect(await status(jar, at(3))).toBe('authenticated')
  })

  it('a challenge to register is none to refresh', async () => {
    await signedIn(at(5))
    const mine = jar.device!
    expect(await register(first(), at(6))).toMatchObject({ ok: true })
    jar.boundSessionId = await sessionIdOf(jar, at(6))
    expect(await refresh(mine.deviceProof(offered, false), at(7))).toMatchObject({ ok: false })
  })

  it.each([{ typ: 'JWT' }, { typ: undefined }, { alg: 'none' }])(
    'a signature with %j in its header refreshes nothing',
    async (header) => {
      const proof = jar.device!.deviceProof(await challenge(at(10)), false, { header })
      expect(await refresh(proof, at(11))).toMatchObject({ ok: false })
    },
  )

  it('what is longer than any signature of such a key refreshes nothing', async () => {
    const claims = { padding: 'x'.repeat(3000) }
    const proof = jar.device!.deviceProof(await challenge(at(10)), false, { claims })
    expect(await refresh(proof, at(11))).toMatchObject({ ok: false })
  })

  it('a session from before a change of the password is refreshed no more', async () => {
    const toSign = await challenge(at(10))
    await db().user.update({ where: { id: person.id }, data: { credentialsVersion: { increment: 1 } } })
    expect(await refresh(jar.device!.deviceProof(toSign, false), at(11))).toMatchObject({
      instructions: { continue: false },
      cookies: [],
    })
  })

  it('a session that has ended is forgotten, with its key', async () => {
    const toSign = await challenge(at(10))
    const sessionId = jar.boundSessionId!
    await signOut(id, jar.ctx(at(11)))
    const forgotten = {
      ok: true,
      instructions: { session_identifier: sessionId, continue: false },
      cookies: [],
    }
    expect(await refresh(jar.device!.deviceProof(toSign, false), at(12))).toEqual(forgotten)
    expect(await refreshBoundCookie(sessionId, null, { now: at(12) })).toEqual(forgotten)
    expect(await db().deviceKey.count({ where: { sessionId } })).toBe(0)
  })

  it('is moved to no other strategy: whoever has a copy would get a cookie that is not bound', async () => {
    const thief = jar.stolen()
    expect(await switchStrategy(unbound, thief.ctx(at(10), id))).toMatchObject({
      ok: false,
      code: 'reauthentication_required',
      cookies: [],
    })
    expect(await refreshHere(jar, at(11))).toMatchObject({ status: 'authenticated', strategy: id })
  })

  it('no other cookie strategy reads its cookie', async () => {
    const value = jar.get(sessionCookie(id))!
    for (const other of cookieStrategyIds.filter((one) => one !== id)) {
      const presented = new Jar().set(sessionCookie(other), value).presentedAt(at(1))
      expect(await cookieStrategies[other].read(presented, at(1))).toMatchObject({ ok: false })
    }
  })
})
