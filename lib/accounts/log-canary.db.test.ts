import { expect, test } from 'vitest'
import { sha256Base64url } from '@/lib/crypto'
import { db } from '@/lib/db/prisma-client'
import {
  authenticatePassword,
  changePassword,
  deviceCookieFor,
  requestPasswordReset,
  resetPassword,
  signUp,
  verifyEmail,
} from '.'
import { captureLog, now, quickHashes, tokenFor, visitor } from './testing/account-fixtures'

quickHashes()

const email = 'canary@example.com'
const passwords = [
  'first canary password',
  'second canary password',
  'third canary password',
  'wrong canary password',
]
const [first = '', second = '', third = '', wrong = ''] = passwords

test('a whole life of an account: every step is a line, and no line holds a secret', async () => {
  const log = captureLog()
  const as = visitor()
  await signUp({ name: 'Canary', email, password: first }, as, now)
  const verification = await tokenFor(email)
  await verifyEmail({ token: verification }, as, now)
  const { id } = await db().user.findUniqueOrThrow({ where: { email } })
  const deviceCookie = deviceCookieFor(id)
  for (const password of [wrong, first])
    await authenticatePassword({ email, password }, visitor({ deviceCookie }), now)
  for (const currentPassword of [wrong, first])
    await changePassword(id, { currentPassword, newPassword: second }, as, now)
  const requested = await requestPasswordReset({ email }, as, now)
  if (requested.ok) await requested.delivered
  const reset = await tokenFor(email)
  await resetPassword({ token: reset, newPassword: third }, as, now)

  const lines = log
    .text()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string; result: string; time: string })
  expect(lines.map(({ event }) => event)).toEqual([
    ...[
      'account.sign_up_requested',
      'account.signed_up',
      'sign_in.refused',
      'account.password_change_failed',
    ],
    ...['account.password_changed', 'account.password_reset_requested', 'account.password_reset'],
  ])
  expect(lines.every(({ result, time }) => result && time)).toBe(true)

  const { passwordHash } = await db().user.findUniqueOrThrow({ where: { id } })
  const codes = [verification, reset]
  expect(codes.every((code) => code.length === 43)).toBe(true)
  for (const secret of [
    ...passwords,
    ...codes,
    ...codes.map(sha256Base64url),
    deviceCookie,
    passwordHash ?? '',
    email,
  ])
    expect(log.text()).not.toContain(secret)
})
