import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { sha256Base64url } from '@/lib/crypto'
import { db, pool } from '@/lib/db/prisma-client'
import { env } from '@/lib/env'
import { listOutbox } from '@/lib/mail'
import { authenticatePassword } from './authenticate-password'
import { requestPasswordReset, resetPassword } from './password-reset'
import {
  addPerson,
  addSession,
  captureLog,
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

process.env.PASSWORD_HASH_QUEUE = '60' // 50 at once are all to be answered
quickHashes()

const mail = vi.hoisted(() => ({ fails: false }))
vi.mock('@/lib/mail', async (importOriginal) => {
  const real = await importOriginal<typeof import('@/lib/mail')>()
  const sendMail: typeof real.sendMail = (...given) =>
    mail.fails ? Promise.reject(new real.MailUnavailable('down')) : real.sendMail(...given)
  return { ...real, sendMail }
})

const meanwhile = vi.hoisted(() => ({ hashed: async () => {} }))
vi.mock('@/lib/crypto', async (importOriginal) => {
  const real = await importOriginal<typeof import('@/lib/crypto')>()
  const hashPassword = async (password: string) => {
    const hash = await real.hashPassword(password)
    await meanwhile.hashed()
    return hash
  }
  return { ...real, hashPassword }
})

const invalid = { ok: false, code: 'invalid_code' }

async function request(email: string, as = visitor(), at = now) {
  const result = await requestPasswordReset({ email }, as, at)
  if (result.ok) await result.delivered
  return result
}

/** A person with a reset mail in hand. */
async function asked(with_: Parameters<typeof addPerson>[0] = {}) {
  const person = await addPerson(with_)
  await request(person.email)
  return { person, token: await tokenFor(person.email) }
}

const reset = (token: string, newPassword = otherPhrase, at = now) =>
  resetPassword({ token, newPassword }, visitor(), at)
const signIn = (email: string, password: string) => authenticatePassword({ email, password }, visitor(), now)
const resetsOf = (userId: string) => db().passwordReset.count({ where: { userId } })

beforeEach(async () => {
  mail.fails = false
  meanwhile.hashed = async () => {}
  await db().rateLimit.deleteMany()
})

describe('asking for a reset', () => {
  test('keeps the digest of a code and mails the code', async () => {
    const { person, token } = await asked()
    const rows = await db().passwordReset.findMany({ where: { userId: person.id } })
    expect(rows).toEqual([
      { codeHash: sha256Base64url(token), userId: person.id, expiresAt: later(env().RESET_PASSWORD_SECONDS) },
    ])
    const [mail] = await listOutbox(person.email)
    expect(mail?.links).toEqual([`${env().AUTH_URL}/reset-password?token=${token}`])
    expect(mail?.text).toContain('30 minutes')
  })

  test('is the same for nobody, for the disabled and for people without a password, but for the mail', async () => {
    const addresses = {
      nobody: `${randomUUID()}@example.com`,
      disabled: (await addPerson({ disabledAt: now })).email,
      withoutPassword: (await addPerson({ passwordHash: null })).email,
      somebody: (await addPerson()).email,
    }
    const seen = new Map<string, unknown>()
    for (const [who, email] of Object.entries(addresses)) {
      const results: unknown[] = []
      const statements = await statementsOf(async () => results.push(await request(email)))
      expect(results, who).toEqual([{ ok: true, delivered: expect.any(Promise) as unknown }])
      seen.set(who, statements)
    }
    for (const statements of seen.values()) expect(statements).toEqual(seen.get('somebody'))
    expect((await listOutbox(addresses.nobody)).length + (await listOutbox(addresses.disabled)).length).toBe(
      0,
    )
    expect([await listOutbox(addresses.withoutPassword), await listOutbox(addresses.somebody)]).toMatchObject(
      [{ length: 1 }, { length: 1 }],
    )
  })

  test('does not wait for the mail, nor fail with it', async () => {
    const { email } = await addPerson()
    mail.fails = true
    const log = captureLog()
    const result = await requestPasswordReset({ email }, visitor(), now)
    expect(result).toMatchObject({ ok: true })
    if (result.ok) await expect(result.delivered).resolves.toBeUndefined()
    expect(log.text()).toContain('"event":"mail.password_reset"')
  })

  test('the owner sees it', async () => {
    const { person } = await asked()
    expect(await db().securityEvent.findMany({ where: { userId: person.id } })).toMatchObject([
      { kind: 'password_reset_requested', device: 'Chrome on Linux', at: now },
    ])
  })

  test('does not spoil the codes before', async () => {
    const { person, token } = await asked()
    await request(person.email)
    expect(await reset(token)).toMatchObject({ ok: true })
  })

  test('is limited by address, for nobody too', async () => {
    const email = `${randomUUID()}@example.com`
    const results = Array.from({ length: 7 }, () => requestPasswordReset({ email }, visitor(), now))
    expect(await outcomes(results)).toEqual({ ok: env().RATE_LIMIT_MAIL_PER_ACCOUNT, rate_limited: 2 })
  })
})

describe('resetting', () => {
  test('replaces the password and moves credentialsVersion', async () => {
    const { person, token } = await asked()
    expect(await reset(token)).toEqual({ ok: true, person: { ...person, credentialsVersion: 1 } })
    expect(await signIn(person.email, phrase)).toMatchObject({ ok: false })
    expect(await signIn(person.email, otherPhrase)).toMatchObject({ ok: true })
  })

  test('ends every session and every other code of the person, and of nobody else', async () => {
    const { person, token } = await asked()
    const bystander = await asked()
    await request(person.email)
    for (const { id } of [person, person, bystander.person]) await addSession(id)
    await reset(token)
    expect(await db().session.count({ where: { userId: person.id } })).toBe(0)
    expect(await resetsOf(person.id)).toBe(0)
    expect(await db().session.count({ where: { userId: bystander.person.id } })).toBe(1)
    expect(await resetsOf(bystander.person.id)).toBe(1)
  })

  test('is shown and mailed to the owner', async () => {
    const { person, token } = await asked()
    await reset(token)
    expect(await db().securityEvent.count({ where: { userId: person.id, kind: 'password_reset' } })).toBe(1)
    expect(await listOutbox(person.email)).toMatchObject([{ subject: 'Your password was changed' }, {}])
  })

  test('is done even when the owner cannot be told', async () => {
    const { token } = await asked()
    mail.fails = true
    expect(await reset(token)).toMatchObject({ ok: true })
  })

  test('gives a first password to a person who had none', async () => {
    const { person, token } = await asked({ passwordHash: null })
    await reset(token)
    expect(await signIn(person.email, otherPhrase)).toMatchObject({ ok: true })
  })

  test('50 at once: one success, one change', async () => {
    const { person, token } = await asked()
    expect(await outcomes(Array.from({ length: 50 }, () => reset(token)))).toEqual({
      ok: 1,
      invalid_code: 49,
    })
    const { credentialsVersion } = await db().user.findUniqueOrThrow({ where: { id: person.id } })
    expect(credentialsVersion).toBe(1)
  })

  test('two codes of one person at once: one success', async () => {
    for (let time = 0; time < 10; time++) {
      const { person, token } = await asked()
      await request(person.email)
      const second = await tokenFor(person.email)
      expect(await outcomes([reset(token), reset(second)])).toEqual({ ok: 1, invalid_code: 1 })
    }
  })

  test('ends at the last second', async () => {
    const { token } = await asked()
    expect(await reset(token, otherPhrase, later(env().RESET_PASSWORD_SECONDS))).toEqual(invalid)
    expect(await reset(token, otherPhrase, later(env().RESET_PASSWORD_SECONDS - 1))).toMatchObject({
      ok: true,
    })
  })

  test('a common password is refused and spends nothing', async () => {
    const { person, token } = await asked()
    for (const common of ['passwordpassword', `${person.email}!`])
      expect(await reset(token, common)).toEqual({ ok: false, code: 'common_password' })
    expect(await reset(token)).toMatchObject({ ok: true })
  })

  test('not for a person who was disabled since', async () => {
    const { person, token } = await asked()
    await db().user.update({ where: { id: person.id }, data: { disabledAt: now } })
    expect(await reset(token)).toEqual(invalid)
  })

  test('not for a person who is disabled meanwhile', async () => {
    const { person, token } = await asked()
    const disable = { where: { id: person.id }, data: { disabledAt: now } }
    meanwhile.hashed = async () => void (await db().user.update(disable))
    expect(await reset(token)).toEqual(invalid)
    expect((await db().user.findUniqueOrThrow({ where: { id: person.id } })).credentialsVersion).toBe(0)
  })

  test('waits for whoever is at the same person, and does not deadlock with them', async () => {
    const { person, token } = await asked()
    const other = await pool().connect()
    const { pid } = (await other.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0] ?? {
      pid: 0,
    }
    const blocked = () =>
      db().$queryRaw<[]>`SELECT 1 FROM pg_stat_activity WHERE ${pid} = ANY (pg_blocking_pids(pid))`
    await other.query('BEGIN')
    await other.query(
      `UPDATE "User" SET "credentialsVersion" = "credentialsVersion" + 1 WHERE id = '${person.id}'`,
    )
    const resetting = reset(token)
    await vi.waitUntil(async () => (await blocked()).length > 0, { timeout: 5_000, interval: 20 })
    await other.query(`DELETE FROM "PasswordReset" WHERE "userId" = '${person.id}'`)
    await other.query('COMMIT')
    other.release()
    expect(await resetting).toEqual(invalid)
  })

  test('lets the owner in where strangers have used up the account', async () => {
    const { person, token } = await asked()
    const failing = Array.from({ length: env().RATE_LIMIT_SIGN_IN_PER_ACCOUNT }, () =>
      signIn(person.email, 'wrong'),
    )
    await Promise.all(failing)
    expect(await signIn(person.email, phrase)).toMatchObject({ code: 'rate_limited' })
    await reset(token)
    expect(await signIn(person.email, otherPhrase)).toMatchObject({ ok: true })
  })

  test.each(['', 'x', '\0', "' OR 1=1 --"])('junk: %j', async (token) =>
    expect(await reset(token)).toEqual(invalid),
  )

  test('is limited by client address', async () => {
    const stranger = visitor()
    const attempt = () => resetPassword({ token: 'x', newPassword: otherPhrase }, stranger, now)
    for (let count = 0; count < env().RATE_LIMIT_SIGN_IN_PER_ADDRESS; count++) await attempt()
    expect(await attempt()).toMatchObject({ code: 'rate_limited' })
  })
})
