import 'server-only'
import { hashPassword, verifyPassword } from '@/lib/crypto'
import { db } from '@/lib/db/prisma-client'
import { sendMail } from '@/lib/mail'
import { bestEffort, endEverySession, personColumns, type Person } from './person'
import type { RateLimited } from './rate-limit'
import { throttleCurrentPassword } from './throttle'
import { checkNewPassword, type CommonPassword } from './common-passwords'
import { passwordChangedMail } from './mails'
import { recordEvent } from './security-events'
import type { Visitor } from './device'

export type ChangePasswordForm = { currentPassword: string; newPassword: string }
export type WrongPassword = { ok: false; code: 'wrong_password' }
export type ChangePasswordResult = { ok: true; person: Person } | WrongPassword | CommonPassword | RateLimited

const wrongPassword: WrongPassword = { ok: false, code: 'wrong_password' }

/**
 * Changes a password: the current one and a new one (ASVS 6.2.3). Ends EVERY session of the person, the asking one
 * too (7.4.3), and every reset code: issue a new session for the person returned, whose `credentialsVersion` has moved.
 * @param userId of a signed-in person; that they are is not checked here
 * @returns `wrong_password` also for a person without a password, and for one whose password another request has
 *   changed a moment before
 * @throws Busy, with nothing changed
 */
export async function changePassword(
  userId: string,
  { currentPassword, newPassword }: ChangePasswordForm,
  visitor: Visitor,
  now: Date,
): Promise<ChangePasswordResult> {
  const select = { ...personColumns, passwordHash: true }
  const user = await db().user.findUnique({ where: { id: userId, disabledAt: null }, select })
  if (!user) return wrongPassword
  const permit = await throttleCurrentPassword(userId)
  if (!permit.ok) return permit
  const { matches } = await permit.unlessBusy(() => verifyPassword(currentPassword, user.passwordHash))
  if (!matches) return refuse(userId, visitor, now)
  await permit.succeeded()
  const checked = checkNewPassword(newPassword, user)
  if (!checked.ok) return checked
  const person = await replace(user, await hashPassword(newPassword), visitor, now)
  if (!person) return wrongPassword
  await bestEffort('account.password_changed', () => sendMail(passwordChangedMail(person.email), now))
  return { ok: true, person }
}

async function refuse(userId: string, { device }: Visitor, now: Date) {
  await recordEvent(userId, 'password_change_failed', device, now)
  return wrongPassword
}

/** Only where the hash is still the one that was verified: one conditional UPDATE, whose row count decides. */
function replace(
  user: { id: string; passwordHash: string | null },
  passwordHash: string,
  { device }: Visitor,
  now: Date,
): Promise<Person | null> {
  const { id, passwordHash: verified } = user
  return db().$transaction(async (tx) => {
    const { count } = await tx.user.updateMany({
      where: { id, passwordHash: verified, disabledAt: null },
      data: { passwordHash, credentialsVersion: { increment: 1 } },
    })
    if (count === 0) return null
    await endEverySession(tx, id)
    await recordEvent(id, 'password_changed', device, now, tx)
    return tx.user.findUniqueOrThrow({ where: { id }, select: personColumns })
  })
}
