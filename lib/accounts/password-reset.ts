import 'server-only'
import { hashPassword, randomToken, sha256Base64url } from '@/lib/crypto'
import { db } from '@/lib/db/prisma-client'
import type { Prisma } from '@/lib/db/generated/client'
import { env } from '@/lib/env'
import { logEvent } from '@/lib/log'
import { sendMail } from '@/lib/mail'
import { bestEffort, endEverySession, lockEnabled, type Person, personColumns } from './person'
import { type CommonPassword, checkNewPassword } from './common-passwords'
import { passwordChangedMail, resetMail } from './mails'
import { recordEvent } from './security-events'
import type { RateLimited } from './rate-limit'
import { forgetFailedSignIns, throttleCode, throttleMail } from './throttle'
import { type InvalidCode, invalidCode } from './verify-email'
import type { Visitor } from './device'

/**
 * The request is answered no sooner than after this time, so that its duration does not show whether there is an
 * account.
 */
export const forgotPasswordFloorMs = 400

/**
 * `delivered` settles when the mail is out, or could not be sent and was logged; it never rejects. Do not wait for it.
 */
export type ResetRequested = { ok: true; delivered: Promise<void> }

/**
 * Mails a reset link to an existing, enabled account, one that has only ever used a provider included.
 * Everybody gets the same answer (ASVS 6.3.8), after the same queries; the mail is sent after it, since without an
 * account there is nothing that takes as long. Earlier links stay valid: otherwise anybody could spoil the owner's.
 * @throws database errors. A mail that could not be sent is only logged
 */
export async function requestPasswordReset(
  { email }: { email: string },
  visitor: Visitor,
  now: Date,
): Promise<ResetRequested | RateLimited> {
  const counted = await throttleMail(email, visitor, 'reset')
  if (!counted.ok) return counted
  const token = randomToken()
  const kept = await keep(email, token, visitor.device, now)
  logEvent('account.password_reset_requested', {
    address: visitor.address,
    device: visitor.device,
    result: 'accepted',
  })
  return { ok: true, delivered: kept ? deliver(email, token, now) : Promise.resolve() }
}

/** One statement for everybody; for nobody it inserts no rows. */
async function keep(email: string, token: string, device: string, now: Date): Promise<boolean> {
  const expiresAt = new Date(now.getTime() + env().RESET_PASSWORD_SECONDS * 1000)
  const rows = await db().$executeRaw`
    WITH person AS (SELECT id FROM "User" WHERE email = ${email} AND "disabledAt" IS NULL),
    event AS (
      INSERT INTO "SecurityEvent" (id, "userId", kind, device, at)
      SELECT gen_random_uuid(), id, 'password_reset_requested', ${device}, ${now} FROM person)
    INSERT INTO "PasswordReset" ("codeHash", "userId", "expiresAt")
    SELECT ${sha256Base64url(token)}, id, ${expiresAt} FROM person`
  return rows === 1
}

const deliver = (email: string, token: string, now: Date) =>
  bestEffort('mail.password_reset', () => sendMail(resetMail(email, token), now))

export type ResetForm = { token: string; newPassword: string }
export type ResetResult = { ok: true; person: Person } | InvalidCode | CommonPassword | RateLimited

/**
 * Spends a reset code, once: sets the password, ends every session and every other code, moves `credentialsVersion`,
 * removes the identities whose issuer did not vouch for this very address (whoever had the account before may have
 * connected one of their own), and forgets failed sign-ins. A refused password does not spend the code. Does NOT sign
 * in; callers give the browser `deviceCookieFor(person.id)`, so that failures of strangers do not count against it.
 * @throws Busy, with the code unspent
 */
export async function resetPassword(form: ResetForm, visitor: Visitor, now: Date): Promise<ResetResult> {
  const permit = await throttleCode(visitor)
  if (!permit.ok) return permit
  const codeHash = sha256Base64url(form.token)
  const owner = await ownerOf(codeHash, now)
  if (!owner) return invalidCode
  const checked = checkNewPassword(form.newPassword, owner)
  if (!checked.ok) return checked
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
