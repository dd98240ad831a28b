import { beforeEach, describe, expect, test } from 'vitest'
import { db } from '@/lib/db/prisma-client'
import { env } from '@/lib/env'
import { listOutbox } from '@/lib/mail'
import { authenticatePassword } from './authenticate-password'
import { changePassword } from './change-password'
import { requestPasswordReset } from './password-reset'
import {
  addPerson,
  addSession,
  now,
  otherPhrase,
  outcomes,
  phrase,
  quickHashes,
  visitor,
} from './testing/account-fixtures'

quickHashes()

const change = (userId: string, currentPassword: string, newPassword: string) =>
  changePassword(userId, { currentPassword, newPassword }, visitor(), now)
const row = (id: string) => db().user.findUniqueOrThrow({ where: { id } })

beforeEach(() => db().rateLimit.deleteMany())

describe('with the current password', () => {
  test('the new one counts, and credentialsVersion moves', async () => {
    const ada = await addPerson()
    expect(await change(ada.id, phrase, otherPhrase)).toEqual({
      ok: true,
      person: { ...ada, credentialsVersion: 1 },
    })
    const signIn = (password: string) => authenticatePassword({ email: ada.email, password }, visitor(), now)
    expect(await signIn(phrase)).toMatchObject({ ok: false })
    expect(await signIn(otherPhrase)).toMatchObject({ ok: true })
  })

  test('every session and reset code of the person ends, and of nobody else', async () => {
    const [ada, grace] = [await addPerson(), await addPerson()]
    for (const { id } of [ada, ada, ada, grace]) await addSession(id)
    await requestPasswordReset({ email: ada.email }, visitor(), now)
    await change(ada.id, phrase, otherPhrase)
    expect(await db().session.groupBy({ by: ['userId'], _count: true })).toEqual([
      { userId: grace.id, _count: 1 },
    ])
    expect(await db().passwordReset.count({ where: { userId: ada.id } })).toBe(0)
  })

  test('the owner sees it and is told by mail', async () => {
    const ada = await addPerson()
    await change(ada.id, phrase, otherPhrase)
    expect(await db().securityEvent.findMany({ where: { userId: ada.id } })).toMatchObject([
      { kind: 'password_changed', at: now },
    ])
    expect(await listOutbox(ada.email)).toMatchObject([{ subject: 'Your password was changed' }])
  })

  test('a common new one is refused', async () => {
    const ada = await addPerson()
    expect(await change(ada.id, phrase, 'passwordpassword')).toEqual({ ok: false, code: 'common_password' })
    expect(await change(ada.id, phrase, otherPhrase)).toMatchObject({ ok: true })
  })

  test('20 at once from the same current one: one succeeds', async () => {
    const ada = await addPerson()
    env().RATE_LIMIT_SIGN_IN_PER_ACCOUNT = 100
    const results = Array.from({ length: 20 }, (_, index) =>
      change(ada.id, phrase, `${otherPhrase} ${index} times`),
    )
    expect(await outcomes(results)).toEqual({ ok: 1, wrong_password: 19 })
    expect((await row(ada.id)).credentialsVersion).toBe(1)
    env().RATE_LIMIT_SIGN_IN_PER_ACCOUNT = 10
  })
})

describe('without it', () => {
  const wrongPassword = { ok: false, code: 'wrong_password' }

  test('nothing changes, and the owner sees the attempt', async () => {
    const ada = await addPerson()
    await addSession(ada.id)
    const before = await row(ada.id)
    expect(await change(ada.id, 'wrong', otherPhrase)).toEqual(wrongPassword)
    expect(await row(ada.id)).toEqual(before)
    expect(await db().session.count({ where: { userId: ada.id } })).toBe(1)
    expect(await db().securityEvent.findMany({ where: { userId: ada.id } })).toMatchObject([
      { kind: 'password_change_failed' },
    ])
  })

  test('not for a person without a password, a disabled one, or nobody', async () => {
    const [withoutPassword, disabled] = [
      await addPerson({ passwordHash: null }),
      await addPerson({ disabledAt: now }),
    ]
    for (const id of [withoutPassword.id, disabled.id, '00000000-0000-7000-8000-000000000000'])
      expect(await change(id, phrase, otherPhrase)).toEqual(wrongPassword)
  })

  test('as often as the limit of an account, and then not with the right one either', async () => {
    const ada = await addPerson()
    for (let count = 0; count < env().RATE_LIMIT_SIGN_IN_PER_ACCOUNT; count++)
      expect(await change(ada.id, 'wrong', otherPhrase)).toEqual(wrongPassword)
    expect(await change(ada.id, phrase, otherPhrase)).toMatchObject({ ok: false, code: 'rate_limited' })
    expect(await authenticatePassword({ email: ada.email, password: phrase }, visitor(), now)).toMatchObject({
      ok: true,
    })
  })
})
