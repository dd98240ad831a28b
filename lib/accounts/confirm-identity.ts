import 'server-only'
import { randomToken, sha256Base64url } from '@/lib/crypto'
import { db } from '@/lib/db/prisma-client'
import { env } from '@/lib/env'
import { sendMail } from '@/lib/mail'
import type { RateLimited } from './rate-limit'
import { throttleMail } from './throttle'
import type { ProvenIdentity } from './identity'
import { accountExistsMail, identityConfirmationMail } from './mails'
import type { Visitor } from './device'

/** A mail was sent. There is no user until its link is opened in the browser in which the identity was proven. */
export type ConfirmationSent = { ok: false; code: 'confirmation_sent' }

/**
 * For an address that an issuer gives but does not vouch for: a mail to it, the same work and the same answer whether
 * or not the address has an account. What is pending is bound to the identity: whoever opens the link must present it
 * again (`verifyEmail`), so that confirming what somebody else started gives them nothing.
 */
export async function askForConfirmation(
  { email, ...identity }: ProvenIdentity & { email: string },
  visitor: Visitor,
  now: Date,
): Promise<ConfirmationSent | RateLimited> {
  const counted = await throttleMail(email, visitor, 'sign-up')
  if (!counted.ok) return counted
  const token = randomToken()
  await keep({ email, ...identity }, token, now)
  const taken = await db().user.findUnique({ where: { email }, select: { id: true } })
  await sendMail(taken ? accountExistsMail(email) : identityConfirmationMail(email, token), now)
  return { ok: false, code: 'confirmation_sent' }
}

async function keep(
  { email, name, issuer, subject, provider }: ProvenIdentity & { email: string },
  token: string,
  now: Date,
) {
  const expiresAt = new Date(now.getTime() + env().VERIFY_EMAIL_SECONDS * 1000)
  await db().signUp.create({
    data: { codeHash: sha256Base64url(token), email, name, issuer, subject, provider, expiresAt },
  })
}
