import { createHmac } from 'node:crypto'
import { hashSync } from 'bcryptjs'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { randomToken, sha256Base64url } from '@/lib/crypto'
import { db } from '@/lib/db/prisma-client'
import { env } from '@/lib/env'
import { deviceCookieFor } from '.'
import { authenticatePassword, recordPasswordSignIn } from './authenticate-password'
import {
  addPerson,
  captureLog,
  later,
  now,
  otherPhrase,
  outcomes,
  phrase,
  quickHashes,
  statementsOf,
  visitor,
} from './testing/account-fixtures'

Object.assign(process.env, { RATE_LIMIT_SIGN_IN_PER_ACCOUNT: '3', PASSWORD_HASH_QUEUE: '6' })
quickHashes()

const counted = vi.hoisted(() => ({ verified: 0, beforeRehash: async () => {} }))

vi.mock('@/lib/crypto', async (importOriginal) => {
  const real = await importOriginal<typeof import('@/lib/crypto')>()
  return {
    ...real,
    verifyPassword: (password: string, hash: string | null) => (
      counted.verified++,
      real.verifyPassword(password, hash)
    ),
    hashPassword: async (password: string) => {
      const hash = await real.hashPassword(password)
      await counted.beforeRehash()
      return hash
    },
  }
})

const wrong = 'not the password at all'
const nobody = 'nobody@example.com'
const attempt = (email: string, password: string, as = visitor()) =>
  authenticatePassword({ email, password }, as, now)
const invalid = { ok: false, code: 'invalid_credentials' }

beforeEach(() => db().rateLimit.deleteMany())
afterEach(() => {
  vi.useRealTimers()
  counted.verified = 0
  counted.beforeRehash = async () => {}
})

test('the right password: the person, and nothing else of the row', async () => {
  const ada = await addPerson({ name: 'Ada', role: 'admin' })
  expect(await attempt(ada.email, phrase)).toEqual({ ok: true, person: ada })
})

/** Everybody who must not get in, the last three with the right password. */
async function failures(): Promise<Record<string, [email: string, password: string]>> {
  const pending = { email: 'pending@example.com', name: 'P', passwordHash: 'x', expiresAt: later(60) }
  await db().signUp.create({ data: { codeHash: sha256Base64url(randomToken()), ...pending } })
  return {
    'a wrong password': [(await addPerson()).email, wrong],
    'an unknown address': [nobody, phrase],
    'a disabled person': [(await addPerson({ disabledAt: now })).email, phrase],
    'a person without a password': [(await addPerson({ passwordHash: null })).email, phrase],
    'a sign-up that is not verified': [pending.email, phrase],
  }
}

describe('one answer for every cause', () => {
  test('the same refusal', async () => {
    for (const [cause, [email, password]] of Object.entries(await failures()))
      expect(await attempt(email, password), cause).toEqual(invalid)
  })

  test('after the same work: one comparison, the same statements', async () => {
    await attempt(nobody, wrong) // the connection is open, the queue started
    const work = new Map<string, unknown>()
    for (const [cause, [email, password]] of Object.entries(await failures())) {
      counted.verified = 0
      const statements = await statementsOf(() => attempt(email, password))
      work.set(cause, { verified: counted.verified, statements })
    }
    const [first, ...others] = work.values()
    expect(first).toMatchObject({ verified: 1, statements: { length: 3 } })
    for (const other of others) expect(other).toEqual(first)
  })

  test('also with the device cookie of somebody', async () => {
    const as = visitor({ deviceCookie: deviceCookieFor((await addPerson()).id) })
    for (const [cause, [email, password]] of Object.entries(await failures()))
      expect(await attempt(email, password, as), cause).toEqual(invalid)
  })
})

describe('what is left of a failure', () => {
  test('the owner sees it; nobody has no row', async () => {
    const ada = await addPerson()
    await attempt(ada.email, wrong, visitor({ device: 'Firefox on Windows' }))
    await attempt(nobody, wrong)
    const events = await db().securityEvent.findMany({ where: { kind: 'sign_in_failed', userId: ada.id } })
    expect(events).toMatchObject([{ device: 'Firefox on Windows', at: now }])
  })

  test('one line in the log, without address and password', async () => {
    const log = captureLog()
    const ada = await addPerson()
    await attempt(ada.email, wrong, visitor({ address: '198.51.100.7' }))
    expect(log.text().trim().split('\n')).toHaveLength(1)
    expect(JSON.parse(log.text())).toMatchObject({
      event: 'sign_in.refused',
      result: 'invalid_credentials',
      address: '198.51.100.7',
      device: 'Chrome on Linux',
    })
    expect(log.text()).not.toMatch(new RegExp(`${wrong}|${ada.email}|\\$2b`))
  })
})

describe('the limit of an account', () => {
  const failOften = async (email: string, times = env().RATE_LIMIT_SIGN_IN_PER_ACCOUNT) => {
    for (let count = 0; count < times; count++) expect(await attempt(email, wrong)).toEqual(invalid)
  }

  test('refuses the right password too, after no comparison', async () => {
    const ada = await addPerson()
    await failOften(ada.email)
    counted.verified = 0
    expect(await attempt(ada.email, phrase)).toMatchObject({ ok: false, code: 'rate_limited' })
    expect(await attempt(ada.email, wrong)).toMatchObject({ ok: false, code: 'rate_limited' })
    expect(counted.verified).toBe(0)
  })

  test('is the same for nobody', async () => {
    await failOften(nobody)
    expect(await attempt(nobody, wrong)).toMatchObject({
      code: 'rate_limited',
      retryAfterSeconds: expect.any(Number) as number,
    })
  })

  test('does not touch another account', async () => {
    await failOften((await addPerson()).email)
    expect(await attempt((await addPerson()).email, phrase)).toMatchObject({ ok: true })
  })

  test('counts failures only: a success forgets them', async () => {
    const ada = await addPerson()
    const times = env().RATE_LIMIT_SIGN_IN_PER_ACCOUNT - 1
    for (let round = 0; round < 2; round += 1) {
      await failOften(ada.email, times)
      const result = await attempt(ada.email, phrase)
      if (!result.ok) throw new Error(result.code)
      await recordPasswordSignIn(result.person, visitor(), now)
    }
    expect(await db().securityEvent.count({ where: { userId: ada.id, kind: 'signed_in' } })).toBe(2)
  })

  test('counts an attempt that nobody reports as a success', async () => {
    const ada = await addPerson()
    for (let times = 0; times < env().RATE_LIMIT_SIGN_IN_PER_ACCOUNT; times += 1)
      expect(await attempt(ada.email, phrase)).toMatchObject({ ok: true })
    expect(await attempt(ada.email, phrase)).toMatchObject({ code: 'rate_limited' })
  })

  test('does not shut the owner out of a browser they used before', async () => {
    const ada = await addPerson()
    const laptop = visitor({ deviceCookie: deviceCookieFor(ada.id) })
    const other = visitor({ deviceCookie: deviceCookieFor((await addPerson()).id) })
    await failOften(ada.email)
    expect(await attempt(ada.email, phrase, other)).toMatchObject({ code: 'rate_limited' })
    expect(await attempt(ada.email, phrase, laptop)).toMatchObject({ ok: true })
  })

  test('holds for that browser too', async () => {
    const ada = await addPerson()
    const stolen = deviceCookieFor(ada.id)
    const results = [1, 2, 3, 4, 5].map(() => attempt(ada.email, wrong, visitor({ deviceCookie: stolen })))
    expect(await outcomes(results)).toEqual({ invalid_credentials: 3, rate_limited: 2 })
  })

  test('30 at once: as many comparisons as the limit allows', async () => {
    const ada = await addPerson()
    const results = Array.from({ length: 30 }, () => attempt(ada.email, wrong))
    expect(await outcomes(results)).toEqual({ invalid_credentials: 3, rate_limited: 27 })
    expect(counted.verified).toBe(3)
  })
})

test('an attempt that met a full queue is not counted', async () => {
  env().PASSWORD_HASH_COST = 12
  const people = await Promise.all(Array.from({ length: 20 }, () => addPerson()))
  const results = await Promise.allSettled(people.map(({ email }) => attempt(email, wrong)))
  const busy = results.filter(
    (result) => result.status === 'rejected' && (result.reason as Error).name === 'Busy',
  )
  expect(busy.length).toBeGreaterThan(0)
  const accounts = await db().rateLimit.findMany({
    where: { key: { startsWith: 'sign-in-account' }, points: 1 },
  })
  expect(accounts).toHaveLength(people.length - busy.length)
  quickHashes()
})

describe('a hash of a lower cost', () => {
  /** Also pins how passwords are stored: a change here would refuse every password there is. */
  const prehashed = createHmac('sha256', 'bothways password v1').update(phrase).digest('base64')
  const cheap = hashSync(prehashed, 4)
  const stored = async (id: string) =>
    (await db().user.findUniqueOrThrow({ where: { id } })).passwordHash ?? ''

  async function addCheap() {
    const ada = await addPerson()
    await db().user.update({ where: { id: ada.id }, data: { passwordHash: cheap } })
    return ada
  }

  test('is replaced at sign-in, and no session ends by it', async () => {
    const ada = await addCheap()
    expect(await attempt(ada.email, phrase)).toEqual({ ok: true, person: ada })
    expect(await stored(ada.id)).toMatch(/^\$2[ab]\$05\$/)
    expect(await attempt(ada.email, phrase)).toEqual({ ok: true, person: ada })
  })

  test('stays after a wrong password', async () => {
    const ada = await addCheap()
    await attempt(ada.email, wrong)
    expect(await stored(ada.id)).toBe(cheap)
  })

  test('does not come back over a password that was changed meanwhile', async () => {
    const ada = await addCheap()
    const changed = hashSync(otherPhrase, 4)
    counted.beforeRehash = async () =>
      void (await db().user.update({ where: { id: ada.id }, data: { passwordHash: changed } }))
    await attempt(ada.email, phrase)
    expect(await stored(ada.id)).toBe(changed)
  })

  test('that cannot be replaced now does not keep anybody out', async () => {
    const ada = await addCheap()
    counted.beforeRehash = () => Promise.reject(new Error('queue full'))
    expect(await attempt(ada.email, phrase)).toMatchObject({ ok: true })
  })
})

test('without the counters nobody gets in', async () => {
  const ada = await addPerson()
  await db().$executeRaw`ALTER TABLE rate_limit RENAME TO gone`
  await expect(attempt(ada.email, phrase)).rejects.toThrow()
  await db().$executeRaw`ALTER TABLE gone RENAME TO rate_limit`
})
