import 'server-only'
import { hashPassword, sha256Base64url } from '@/lib/crypto'
import { db } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { sendMail } from '@/lib/mail'
import { bestEffort } from './best-effort'
import type { RateLimited } from './bucket'
import { refuseCommon, type CommonPassword } from './common-passwords'
import { endEverySession } from './end-sessions'
import { passwordChangedMail } from './mails'
import { lockEnabled } from './lock'
import { personColumns, type Person } from './person'
import { recordEvent } from './security-events'
import { forgetFailedSignIns, throttleCode } from './throttle'
import { invalidCode, type InvalidCode } from './verify-email'
import type { Visitor } from './visitor'

export type ResetForm = { token: string; newPassword: string }
export type ResetResult = { ok: true; person: Person } | InvalidCode | CommonPassword | RateLimited

/**
 * Spends a reset code, once: sets the password, ends every session and every other code, moves `credentialsVersion`,
 * removes the identities whose issuer did not vouch for this very address (whoever had the account before may have
 * connected one of their own), and forgets what strangers failed at. A refused password does not spend the code. Does NOT sign in; give the browser
 * `deviceCookieFor(person.id)`, so that strangers who go on failing do not keep it out.
 * @throws Busy, with the code unspent
 */
export async function resetPassword(form: ResetForm, visitor: Visitor, now: Date): Promise<ResetResult> {
  const permit = await throttleCode(visitor)
  if (!permit.ok) return permit
  const codeHash = sha256Base64url(form.token)
  const owner = await ownerOf(codeHash, now)
  if (!owner) return invalidCode
  const common = refuseCommon(form.newPassword, owner)
  if (common) return common
  const passwordHash = await permit.unlessBusy(() => hashPassword(form.newPassword))
  const person = await spend(codeHash, owner.id, passwordHash, visitor.device, now)
  if (!person) return invalidCode
  await bestEffort('account.password_reset', async () => {
    await permit.succeeded()
    await forgetFailedSignIns(person.email)
    await sendMail(passwordChangedMail(person.email), now)
  })
  return { ok: true, person }
}

async function ownerOf(codeHash: string, now: Date) {
  const where = { codeHash, expiresAt: { gt: now }, user: { disabledAt: null } }
  const reset = await db().passwordReset.findFirst({ where, select: { user: { select: personColumns } } })
  return reset?.user ?? null
}

function spend(codeHash: string, userId: string, passwordHash: string, device: string, now: Date) {
  return db().$transaction(async (tx) => {
    if (!(await lockEnabled(tx, userId))) return null
    const spent = await tx.passwordReset.deleteMany({ where: { codeHash, userId, expiresAt: { gt: now } } })
    if (spent.count === 0) return null
    await endEverySession(tx, userId)
    await recordEvent(userId, 'password_reset', device, now, tx)
    const data = { passwordHash, credentialsVersion: { increment: 1 } }
    const person = await tx.user.update({ where: { id: userId }, data, select: personColumns })
    await removeForeignIdentities(tx, person)
    return person
  })
}

const removeForeignIdentities = (tx: Prisma.TransactionClient, { id: userId, email }: Person) =>
  tx.identity.deleteMany({ where: { userId, OR: [{ email: null }, { email: { not: email } }] } })

/**
 * The address whose password a reset code would change, for a password manager to file the new one under. Whoever holds
 * the code opened the mail to that address, or could take the account over anyway. Spends nothing.
 * @returns null for a code that is unknown, spent or expired
 */
export const addressOfResetCode = async (token: string, now: Date): Promise<string | null> =>
  (await ownerOf(sha256Base64url(token), now))?.email ?? null
