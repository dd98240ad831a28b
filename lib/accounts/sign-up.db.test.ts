import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { sha256Base64url } from '@/lib/crypto'
import { db } from '@/lib/db/prisma-client'
import { env } from '@/lib/env'
import { listOutbox } from '@/lib/mail'
import { authenticatePassword } from './authenticate-password'
import { signUp } from './sign-up'
import {
  addPerson,
  later,
  now,
  otherPhrase,
  outcomes,
  phrase,
  quickHashes,
  statementsOf,
  tokenFor,
  visitor,
} from './testing/account-fixtures'
import { verifyEmail } from './verify-email'

quickHashes()

const mail = vi.hoisted(() => ({ fails: false }))
vi.mock('@/lib/mail', async (importOriginal) => {
  const real = await importOriginal<typeof import('@/lib/mail')>()
  const sendMail: typeof real.sendMail = (...given) =>
    mail.fails ? Promise.reject(new real.MailUnavailable('down')) : real.sendMail(...given)
  return { ...real, sendMail }
})

const newAddress = () => `${randomUUID()}@example.com`
const form = (email: string, password = phrase) => ({ name: 'Ada', email, password })

async function pending(email = newAddress(), password = phrase) {
  expect(await signUp(form(email, password), visitor(), now)).toEqual({ ok: true })
  return { email, token: await tokenFor(email) }
}

beforeEach(async () => {
  mail.fails = false
  await db().rateLimit.deleteMany()
})

describe('signing up', () => {
  test('keeps a row with the digests of code and password, and no user', async () => {
    const { email, token } = await pending()
    const rows = await db().signUp.findMany({ where: { email } })
    expect(rows).toMatchObject([
      { codeHash: sha256Base64url(token), name: 'Ada', expiresAt: later(env().VERIFY_EMAIL_SECONDS) },
    ])
    expect(JSON.stringify(rows)).not.toMatch(new RegExp(`${phrase}|${token}`))
    expect(await db().user.findUnique({ where: { email } })).toBeNull()
  })

  test('does not let anybody in yet', async () => {
    const { email } = await pending()
    const result = await authenticatePassword({ email, password: phrase }, visitor(), now)
    expect(result).toEqual({ ok: false, code: 'invalid_credentials' })
  })

  test('mails one link, that says what to do when it was not you', async () => {
    const { email, token } = await pending()
    const mails = await listOutbox(email)
    expect(mails).toMatchObject([
      { links: [`${env().AUTH_URL}/verify-email?token=${token}`], sentAt: now.toISOString() },
    ])
    expect(mails[0]?.text).toContain('not you')
    expect(mails[0]?.text).toContain('24 hours')
  })

  test('repeats nothing that the stranger typed', async () => {
    const email = newAddress()
    await signUp({ ...form(email), name: 'Click evil.example now' }, visitor(), now)
    expect(JSON.stringify(await listOutbox(email))).not.toContain('evil.example')
  })
})

describe('an address that is taken', () => {
  test('gets the same answer after the same statements, and one mail', async () => {
    const [taken, free] = [(await addPerson()).email, newAddress()]
    const results: unknown[] = []
    const work = async (email: string) => results.push(await signUp(form(email), visitor(), now))
    const forTaken = await statementsOf(() => work(taken))
    const forFree = await statementsOf(() => work(free))
    expect(forTaken).toEqual(forFree)
    expect(results).toEqual([{ ok: true }, { ok: true }])
    expect([await listOutbox(taken), await listOutbox(free)]).toMatchObject([{ length: 1 }, { length: 1 }])
  })

  test('is told so by mail, with the way in, and with no code', async () => {
    const { email } = await addPerson()
    await signUp(form(email), visitor(), now)
    const [mail] = await listOutbox(email)
    expect(mail?.links).toEqual([`${env().AUTH_URL}/sign-in`, `${env().AUTH_URL}/forgot-password`])
    expect(JSON.stringify(mail)).not.toContain('token')
  })

  test('is also told when the account is disabled', async () => {
    const { email } = await addPerson({ disabledAt: now })
    expect(await signUp(form(email), visitor(), now)).toEqual({ ok: true })
    expect(await tokenFor(email)).toBe('')
  })
})

describe('what does not become a sign-up', () => {
  const nothingKept = async (email: string) => {
    expect(await db().signUp.count({ where: { email } })).toBe(0)
    expect(await listOutbox(email)).toEqual([])
  }

  test('a common password', async () => {
    const email = newAddress()
    const result = await signUp(form(email, 'passwordpassword'), visitor(), now)
    expect(result).toEqual({ ok: false, code: 'common_password' })
    await nothingKept(email)
  })

  test('a mail that cannot be sent', async () => {
    const email = newAddress()
    mail.fails = true
    await expect(signUp(form(email), visitor(), now)).rejects.toMatchObject({ name: 'MailUnavailable' })
    await nothingKept(email)
  })

  test('one mail more than the limit of the address', async () => {
    const email = newAddress()
    const results = Array.from({ length: 8 }, () => signUp(form(email), visitor(), now))
    expect(await outcomes(results)).toEqual({ ok: env().RATE_LIMIT_MAIL_PER_ACCOUNT, rate_limited: 3 })
    expect(await listOutbox(email)).toHaveLength(env().RATE_LIMIT_MAIL_PER_ACCOUNT)
  })
})

describe('verifying', () => {
  const verify = (token: string, at = now) => verifyEmail({ token }, visitor(), at)
  const invalid = { ok: false, code: 'invalid_code' }

  test('makes the user that was asked for: an ordinary one, once', async () => {
    const { email, token } = await pending()
    const result = await verify(token)
    const { id, ...user } = await db().user.findUniqueOrThrow({ where: { email } })
    expect(result).toEqual({
      ok: true,
      person: { id, email, name: 'Ada', role: 'user', credentialsVersion: 0 },
      provider: null,
    })
    expect(user).toMatchObject({ emailVerified: now, createdAt: now, disabledAt: null, demo: false })
    expect(await verify(token)).toEqual(invalid)
  })

  test('lets them in with the password they chose', async () => {
    const { email, token } = await pending()
    await verify(token)
    expect(await authenticatePassword({ email, password: phrase }, visitor(), now)).toMatchObject({
      ok: true,
    })
    expect(await db().securityEvent.findMany({ where: { user: { email } } })).toMatchObject([
      { kind: 'signed_up' },
    ])
  })

  test('50 at once make one user', async () => {
    const { email, token } = await pending()
    expect(await outcomes(Array.from({ length: 50 }, () => verify(token)))).toEqual({
      ok: 1,
      invalid_code: 49,
    })
    expect(await db().user.count({ where: { email } })).toBe(1)
  })

  test('two codes of one address at once make one user, ten times over', async () => {
    for (let time = 0; time < 10; time++) {
      const { email, token } = await pending()
      const second = await pending(email, otherPhrase)
      expect(await outcomes([verify(token), verify(second.token)])).toEqual({ ok: 1, invalid_code: 1 })
      expect(await db().signUp.count({ where: { email } })).toBe(0)
    }
  })

  test('ends at the last second', async () => {
    const first = await pending()
    expect(await verify(first.token, later(env().VERIFY_EMAIL_SECONDS))).toEqual(invalid)
    expect(await verify(first.token, later(env().VERIFY_EMAIL_SECONDS - 1))).toMatchObject({ ok: true })
  })

  test('an address that was taken meanwhile stays whose it is', async () => {
    const { email, token } = await pending()
    const owner = await addPerson({ email })
    expect(await verify(token)).toEqual(invalid)
    const { passwordHash, ...user } = await db().user.findUniqueOrThrow({ where: { email } })
    expect(user).toMatchObject(owner)
    expect(passwordHash).not.toBeNull()
    expect(await db().user.count({ where: { email } })).toBe(1)
  })

  test('the row of a taken address makes nothing, whatever is guessed', async () => {
    const { email } = await addPerson()
    await signUp(form(email), visitor(), now)
    const { codeHash } = await db().signUp.findFirstOrThrow({ where: { email } })
    expect(await verify(codeHash)).toEqual(invalid)
  })

  test.each(['', 'x', '\0', 'é'.repeat(50), "' OR 1=1 --"])('junk: %j', async (token) =>
    expect(await verify(token)).toEqual(invalid),
  )

  test('is limited by client address; what is right does not count', async () => {
    const stranger = visitor()
    for (let count = 0; count < env().RATE_LIMIT_SIGN_IN_PER_ADDRESS; count++)
      await verifyEmail({ token: 'x' }, stranger, now)
    const { token } = await pending()
    expect(await verifyEmail({ token }, stranger, now)).toMatchObject({ code: 'rate_limited' })
    expect(await verify(token)).toMatchObject({ ok: true })
    expect(await db().rateLimit.count({ where: { key: { startsWith: 'code-' }, points: 0 } })).toBe(1)
  })
})
