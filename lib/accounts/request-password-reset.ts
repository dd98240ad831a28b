import 'server-only'
import { randomToken, sha256Base64url } from '@/lib/crypto'
import { db } from '@/lib/db/client'
import { env } from '@/lib/env'
import { logEvent } from '@/lib/log'
import { sendMail } from '@/lib/mail'
import { bestEffort } from './best-effort'
import type { RateLimited } from './bucket'
import { resetMail } from './mails'
import { throttleMail } from './throttle'
import type { Visitor } from './visitor'

/** The edge answers no sooner than this after the request came, so that the work behind the answer does not show. */
export const forgotPasswordFloorMs = 400

/** `delivered` settles when the mail is out, or could not be sent and was logged; it never rejects. Do not wait for it. */
export type ResetRequested = { ok: true; delivered: Promise<void> }

/**
 * Mails a reset link to an existing, enabled account, one that has only ever used a provider included.
 * Everybody gets the same answer (ASVS 6.3.8), after the same queries; the mail is sent behind it, since nothing takes
 * as long for nobody. Earlier links stay valid: otherwise anybody could spoil the owner's.
 * @throws database errors. A mail that could not be sent is only logged
 */
export async function requestPasswordReset(
  { email }: { email: string },
  visitor: Visitor,
  now: Date,
): Promise<ResetRequested | RateLimited> {
  const limited = await throttleMail(email, visitor, 'reset')
  if (limited) return limited
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
