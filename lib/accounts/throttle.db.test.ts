import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Busy } from '@/lib/crypto'
import { db } from '@/lib/db/prisma-client'
import { env } from '@/lib/env'
import {
  forgetFailedSignIns,
  throttleCode,
  throttleCurrentPassword,
  throttleMail,
  throttleSignIn,
} from './throttle'
import { throttleWindowSeconds } from './rate-limit'
import { outcomes, visitor } from './testing/account-fixtures'

// each differs, so that a limit read from the wrong setting shows
Object.assign(process.env, {
  RATE_LIMIT_SIGN_IN_PER_ACCOUNT: '4',
  RATE_LIMIT_SIGN_IN_PER_ADDRESS: '7',
  RATE_LIMIT_SIGN_IN_OVERALL: '13',
  RATE_LIMIT_MAIL_PER_ACCOUNT: '3',
  RATE_LIMIT_MAIL_PER_ADDRESS: '5',
})

const email = () => `${randomUUID()}@example.com`
let networks = 0
/** Each time from a network of its own (IPv6, /64). */
const anywhere = () => visitor({ address: `2001:db8:0:${(networks++).toString(16)}::1` })

/** How often `attempt` is let through before it is refused. */
async function roomIn(attempt: () => Promise<{ ok: boolean }>, most = 30): Promise<number> {
  for (let count = 0; count < most; count++) {
    const result = await attempt()
    if (!result.ok) return count
  }
  return Infinity
}

beforeEach(() => db().rateLimit.deleteMany())
afterEach(() => void vi.useRealTimers())

describe('the numbers are the settings', () => {
  test('failed sign-ins of one account, from anywhere', async () => {
    const ada = email()
    expect(await roomIn(() => throttleSignIn(ada, null, anywhere()))).toBe(
      env().RATE_LIMIT_SIGN_IN_PER_ACCOUNT,
    )
  })

  test('… of one client address, at any account', async () => {
    const stranger = visitor()
    expect(await roomIn(() => throttleSignIn(email(), null, stranger))).toBe(
      env().RATE_LIMIT_SIGN_IN_PER_ADDRESS,
    )
  })

  test('… overall', async () => {
    expect(await roomIn(() => throttleSignIn(email(), null, anywhere()))).toBe(
      env().RATE_LIMIT_SIGN_IN_OVERALL,
    )
  })

  test('… of one known browser', async () => {
    const ada = email()
    expect(await roomIn(() => throttleSignIn(ada, 'laptop', anywhere()))).toBe(
      env().RATE_LIMIT_SIGN_IN_PER_ACCOUNT,
    )
  })

  test('wrong current passwords', async () => {
    expect(await roomIn(() => throttleCurrentPassword('u1'))).toBe(env().RATE_LIMIT_SIGN_IN_PER_ACCOUNT)
  })

  test('codes of one client address', async () => {
    const stranger = visitor()
    expect(await roomIn(() => throttleCode(stranger))).toBe(env().RATE_LIMIT_SIGN_IN_PER_ADDRESS)
  })

  test('mails to one address, from anywhere', async () => {
    const ada = email()
    expect(await roomIn(() => throttleMail(ada, anywhere(), 'reset'))).toBe(env().RATE_LIMIT_MAIL_PER_ACCOUNT)
  })

  test('mails asked for by one client address', async () => {
    const stranger = visitor()
    expect(await roomIn(() => throttleMail(email(), stranger, 'reset'))).toBe(
      env().RATE_LIMIT_MAIL_PER_ADDRESS,
    )
  })
})

describe('the refusal', () => {
  const refusal = async (ada = email()) => {
    await roomIn(() => throttleSignIn(ada, null, anywhere()))
    return throttleSignIn(ada, null, anywhere())
  }

  test('says when to come again: when the window ends', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2030-01-01T12:00:00Z') })
    expect(await refusal()).toEqual({
      ok: false,
      code: 'rate_limited',
      retryAfterSeconds: throttleWindowSeconds,
    })
  })

  test('ends with the window, and failing meanwhile does not make it longer', async () => {
    const ada = email()
    const start = new Date('2030-01-01T12:00:00Z')
    vi.useFakeTimers({ toFake: ['Date'], now: start })
    await refusal(ada)
    vi.setSystemTime(start.getTime() + throttleWindowSeconds * 1000 - 1)
    expect(await throttleSignIn(ada, null, anywhere())).toMatchObject({ ok: false, retryAfterSeconds: 1 })
    vi.setSystemTime(start.getTime() + throttleWindowSeconds * 1000)
    expect(await throttleSignIn(ada, null, anywhere())).toMatchObject({ ok: true })
  })

  test('the window is 15 minutes', () => expect(throttleWindowSeconds).toBe(900))
})

describe('one account', () => {
  test('is one, however its address is written', async () => {
    const ada = email()
    let attempts = 0
    const spelling = () => (attempts++ % 2 ? ada.toUpperCase() : ada)
    expect(await roomIn(() => throttleSignIn(spelling(), null, anywhere()))).toBe(
      env().RATE_LIMIT_SIGN_IN_PER_ACCOUNT,
    )
  })

  test('does not touch another', async () => {
    const ada = email()
    await roomIn(() => throttleSignIn(ada, null, anywhere()))
    expect(await throttleSignIn(email(), null, anywhere())).toMatchObject({ ok: true })
  })

  test('that is used up does not use up everybody’s limit', async () => {
    const ada = email()
    await roomIn(() => throttleSignIn(ada, null, anywhere()))
    for (let attempt = 0; attempt < 20; attempt++) await throttleSignIn(ada, null, anywhere())
    expect(await throttleSignIn(email(), null, anywhere())).toMatchObject({ ok: true })
  })

  test('50 at once: exactly as many as the limit get through', async () => {
    const ada = email()
    const results = Array.from({ length: 50 }, () => throttleSignIn(ada, 'laptop', anywhere()))
    expect(await outcomes(results)).toEqual({ ok: env().RATE_LIMIT_SIGN_IN_PER_ACCOUNT, rate_limited: 46 })
  })

  test('what strangers failed at is forgotten after a reset', async () => {
    const ada = email()
    await roomIn(() => throttleSignIn(ada, null, anywhere()))
    await forgetFailedSignIns(ada)
    expect(await roomIn(() => throttleSignIn(ada, null, anywhere()))).toBe(
      env().RATE_LIMIT_SIGN_IN_PER_ACCOUNT,
    )
  })
})

describe('a known browser', () => {
  test('gets in when strangers have used up the account and everybody’s limit', async () => {
    const ada = email()
    await roomIn(() => throttleSignIn(ada, null, anywhere()))
    await roomIn(() => throttleSignIn(email(), null, anywhere()))
    expect(await throttleSignIn(ada, null, anywhere())).toMatchObject({ ok: false })
    expect(await throttleSignIn(ada, 'laptop', anywhere())).toMatchObject({ ok: true })
  })

  test('has a bucket for each account', async () => {
    await roomIn(() => throttleSignIn('a@example.com', 'laptop', anywhere()))
    expect(await throttleSignIn('b@example.com', 'laptop', anywhere())).toMatchObject({ ok: true })
  })
})

describe('a client address', () => {
  test('of IPv6 is its /64', async () => {
    let host = 0
    const attempt = () =>
      throttleSignIn(email(), null, visitor({ address: `2001:db8:a:b::${(++host).toString(16)}` }))
    expect(await roomIn(attempt)).toBe(env().RATE_LIMIT_SIGN_IN_PER_ADDRESS)
  })

  test('that is used up is not counted against the accounts it tries', async () => {
    const [ada, stranger] = [email(), visitor()]
    await roomIn(() => throttleSignIn(email(), null, stranger))
    for (let attempt = 0; attempt < 10; attempt++) await throttleSignIn(ada, null, stranger)
    expect(await throttleSignIn(ada, null, anywhere())).toMatchObject({ ok: true })
  })

  test('of any length fits', async () => {
    expect(await throttleSignIn(email(), null, visitor({ address: 'x'.repeat(5_000) }))).toMatchObject({
      ok: true,
    })
  })
})

describe('a permit', () => {
  async function permitted(ada: string, stranger = visitor()) {
    const permit = await throttleSignIn(ada, null, stranger)
    if (!permit.ok) throw new Error('refused')
    return permit
  }

  test('that succeeded empties the account and gives the others back their one', async () => {
    const [ada, stranger] = [email(), visitor()]
    await permitted(ada, stranger)
    await permitted(ada, stranger)
    await (await permitted(ada, stranger)).succeeded()
    const left = await db().rateLimit.findMany({
      orderBy: { key: 'asc' },
      select: { key: true, points: true },
    })
    expect(left.map(({ key, points }) => [key.split(':')[0], points])).toEqual([
      ['sign-in-address', 2],
      ['sign-in-overall', 2],
    ])
  })

  test('whose work met a full queue gives all back, and lets the error through', async () => {
    const permit = await permitted(email())
    await expect(permit.unlessBusy(() => Promise.reject(new Busy()))).rejects.toThrow(Busy)
    expect((await db().rateLimit.findMany()).map(({ points }) => points)).toEqual([0, 0, 0])
  })

  test('whose work failed otherwise stays counted', async () => {
    const permit = await permitted(email())
    await expect(permit.unlessBusy(() => Promise.reject(new Error('bug')))).rejects.toThrow('bug')
    expect((await db().rateLimit.findMany()).map(({ points }) => points)).toEqual([1, 1, 1])
  })
})

test('no address can be read from the table', async () => {
  await throttleSignIn('ada@example.com', 'laptop', visitor({ address: '198.51.100.7' }))
  await throttleMail('ada@example.com', visitor({ address: '198.51.100.7' }), 'reset')
  expect(JSON.stringify((await db().rateLimit.findMany()).map(({ key }) => key))).not.toMatch(/ada|198/)
})

test('a limit that cannot be counted is not passed', async () => {
  await db().$executeRaw`ALTER TABLE rate_limit RENAME TO gone`
  await expect(throttleSignIn(email(), null, visitor())).rejects.toThrow('rate_limit')
  await expect(throttleMail(email(), visitor(), 'reset')).rejects.toThrow('rate_limit')
  await db().$executeRaw`ALTER TABLE gone RENAME TO rate_limit`
})

test('asking for accounts in somebody’s name does not use up their resets', async () => {
  const ada = email()
  for (let n = 0; n <= env().RATE_LIMIT_MAIL_PER_ACCOUNT; n++) await throttleMail(ada, visitor(), 'sign-up')
  expect(await throttleMail(ada, visitor(), 'sign-up')).toMatchObject({ code: 'rate_limited' })
  expect(await throttleMail(ada, visitor(), 'reset')).toEqual({ ok: true })
})
