import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '@/lib/db/prisma-client'
import { env } from '@/lib/env'
import { publicKeys } from '@/lib/auth'
import { duringOutage } from '../../testing/outage'
import { plusSeconds, lifetimes } from '../lifetimes'
import type { Algorithm } from './signing-key'
import { prepareSigningKeys, rotateKeys, signingKey, verificationKey } from '.'
import { keyRing, loadKeys, publishNextKey } from './ring'
import { dueAtStart, dueByAge, jwksCacheSeconds, leadSeconds, ringSeconds } from './schedule'

const now = new Date('2026-11-23T12:00:00.000Z')
const at = (seconds: number) => plusSeconds(now, seconds)

/** Another process of the app: the same database, nothing in memory yet. */
const anotherInstance = keyRing.forget

beforeEach(async () => {
  await db().signingKey.deleteMany()
  anotherInstance()
})

describe('the first key', () => {
  it('is made once, however many instances start at once, with clocks that differ', async () => {
    await Promise.all(Array.from({ length: 20 }, () => db().$queryRaw`SELECT pg_sleep(0.02)::text`)) // every connection is open
    const clocks = Array.from({ length: 20 }, (_, index) => at((index * 7) % 5))
    await Promise.all(clocks.map((clock) => publishNextKey(dueAtStart, clock)))
    expect(await db().signingKey.count()).toBe(1)
    expect((await signingKey(now)).kid).toBe((await loadKeys())[0]!.kid)
  })

  it('is made by whoever signs first', async () => {
    expect((await signingKey(now)).alg).toBe('ES256')
    expect(await db().signingKey.count()).toBe(1)
  })
})

describe('rotation', () => {
  it('publishes a key before it signs, and goes on verifying with the one before until its last token has ended', async () => {
    const old = await signingKey(now)
    const activeAt = await rotateKeys(at(10))
    expect(activeAt).toEqual(at(10 + leadSeconds))
    anotherInstance()
    const published = await publicKeys(at(11))
    expect(published.keys).toHaveLength(2)
    expect((await signingKey(activeAt!)).kid).not.toBe(old.kid)
    expect((await signingKey(plusSeconds(activeAt!, -1))).kid).toBe(old.kid)
    const lastTokenEnds = plusSeconds(activeAt!, 300)
    expect(await verificationKey(old.kid, lastTokenEnds)).not.toBeNull()
    expect(await verificationKey(old.kid, plusSeconds(lastTokenEnds, 5))).toBeNull()
    expect((await publicKeys(plusSeconds(lastTokenEnds, 5))).keys).toHaveLength(1)
  })

  it('gives everybody who cached the keys time to see the new one', () => {
    expect(leadSeconds).toBeGreaterThanOrEqual(jwksCacheSeconds + ringSeconds)
  })

  it('is not due twice: asked for again, scheduled at the same time by many', async () => {
    await signingKey(now)
    const due = at(lifetimes().keyRotationSeconds)
    await Promise.all(Array.from({ length: 10 }, () => publishNextKey(dueByAge, due)))
    expect(await db().signingKey.count()).toBe(2)
    expect(await rotateKeys(plusSeconds(due, 1))).toBeNull()
    expect(await publishNextKey(dueByAge, plusSeconds(due, 1))).toBeNull()
  })

  it('removes what verifies nothing any more', async () => {
    const old = await signingKey(now)
    const activeAt = await rotateKeys(at(10))
    await publishNextKey(dueByAge, plusSeconds(activeAt!, 400))
    expect((await loadKeys()).map(({ kid }) => kid)).not.toContain(old.kid)
  })
})

describe('the setting of the algorithm', () => {
  const setting = env().ACCESS_TOKEN_ALG
  afterEach(() => void (env().ACCESS_TOKEN_ALG = setting))

  /** A process of the app that was started with this setting: what it says of the keys. */
  const started = (alg: Algorithm, when: Date) => {
    env().ACCESS_TOKEN_ALG = alg
    anotherInstance()
    return prepareSigningKeys(when)
  }
  const publishedAlgorithms = async (when: Date) => (await publicKeys(when)).keys.map(({ alg }) => alg)

  it('of the first start signs at once', async () => {
    expect(await started('ES256', now)).toEqual({ alg: 'ES256', next: null })
  })

  it('that was changed publishes its key at the start, which says from when it signs', async () => {
    await started('EdDSA', now)
    const activeAt = at(100 + leadSeconds)
    expect(await started('ES256', at(100))).toEqual({ alg: 'EdDSA', next: { alg: 'ES256', activeAt } })
    expect(await publishedAlgorithms(at(100))).toEqual(['EdDSA', 'ES256'])
    expect((await signingKey(plusSeconds(activeAt, -1))).alg).toBe('EdDSA')
    expect((await signingKey(activeAt)).alg).toBe('ES256')
    const lastTokenEnds = plusSeconds(activeAt, 300)
    expect(await publishedAlgorithms(lastTokenEnds)).toEqual(['EdDSA', 'ES256'])
    expect(await publishedAlgorithms(plusSeconds(lastTokenEnds, 5))).toEqual(['ES256'])
    expect(await started('ES256', plusSeconds(lastTokenEnds, 5))).toEqual({ alg: 'ES256', next: null })
  })

  it('is shown by an instance that has just published, whatever it had read before', async () => {
    await started('EdDSA', now)
    env().ACCESS_TOKEN_ALG = 'ES256'
    await prepareSigningKeys(at(1))
    expect(await publishedAlgorithms(at(1))).toEqual(['EdDSA', 'ES256'])
  })

  it('a second start while the key waits says the same, and makes no other', async () => {
    await started('EdDSA', now)
    const { next } = await started('ES256', at(1))
    expect(await started('ES256', at(60))).toEqual({ alg: 'EdDSA', next })
    expect(await db().signingKey.count()).toBe(2)
  })

  it('of instances that differ: the last that started decides, and hours of running change nothing', async () => {
    await started('EdDSA', now)
    await started('ES256', at(1))
    for (let hour = 1; hour <= 48; hour++)
      for (const alg of ['EdDSA', 'ES256'] as const) {
        env().ACCESS_TOKEN_ALG = alg
        expect(await publishNextKey(dueByAge, at(hour * 3600))).toBeNull()
      }
    env().ACCESS_TOKEN_ALG = 'EdDSA'
    const old = at(1 + leadSeconds + lifetimes().keyRotationSeconds)
    expect((await publishNextKey(dueByAge, old))?.alg).toBe('ES256')
  })
})

describe('an instance', () => {
  it('that meets a key it has not read looks again, but not for every stranger', async () => {
    await signingKey(now)
    const query = vi.spyOn(db().signingKey, 'findMany')
    for (let index = 0; index < 50; index++)
      expect(await verificationKey(`random-${index}`, at(6))).toBeNull()
    expect(query).toHaveBeenCalledTimes(1)
  })

  it('goes on verifying while the database is away, and cannot tell about a key it does not know', async () => {
    const { kid } = await signingKey(now)
    await duringOutage(async () => {
      expect(await verificationKey(kid, at(100))).not.toBeNull()
      await expect(verificationKey('unknown', at(200))).rejects.toThrow()
    })
  })
})

describe('at rest', () => {
  it('the private part is nowhere to be read, and nothing in a row can be exchanged', async () => {
    await signingKey(now)
    const [row] = await db().signingKey.findMany()
    expect(JSON.stringify(row)).not.toMatch(/"d":/)
    expect(JSON.stringify(await publicKeys(now))).not.toMatch(/"(d|p|q|k|dp|dq|qi)":/)
    const { kid } = row!
    await db().signingKey.update({ where: { kid }, data: { alg: 'EdDSA' } })
    expect(await loadKeys()).toEqual([])
    await db().signingKey.update({
      where: { kid },
      data: { alg: 'ES256', publicJwk: { kty: 'EC', crv: 'P-256', x: 'AAAA', y: 'AAAA' } },
    })
    expect(await loadKeys()).toEqual([])
  })

  it('a key that somebody planted without the secret counts for nothing', async () => {
    const own = await signingKey(now)
    const [row] = await db().signingKey.findMany()
    const planted = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }
    await db().signingKey.create({ data: { ...row!, kid: 'planted', publicJwk: planted } })
    anotherInstance()
    expect(await verificationKey('planted', now)).toBeNull()
    expect(await verificationKey(own.kid, now)).not.toBeNull()
  })
})
