import 'server-only'
import { hashPassword, randomToken, sha256Base64url } from '@/lib/crypto'
import { db } from '@/lib/db/prisma-client'
import { env } from '@/lib/env'
import { logEvent } from '@/lib/log'
import { sendMail } from '@/lib/mail'
import type { RateLimited } from './rate-limit'
import { throttleMail } from './throttle'
import { checkNewPassword, type CommonPassword } from './common-passwords'
import { accountExistsMail, verificationMail } from './mails'
import type { Visitor } from './device'

export type SignUpForm = { name: string; email: string; password: string }
export type SignUpResult = { ok: true } | CommonPassword | RateLimited

/**
 * Asks for an account. There is no user until the link in the mail is opened and posted (`verifyEmail`).
 * Answer and work are the same whether or not the address has an account (ASVS 6.3.8): one hash, one row, one look-up,
 * one mail. For an address that is taken nobody gets the code of the row.
 * @param form as `signUpForm` parsed it
 * @throws Busy; MailUnavailable, and then nothing is kept; database errors
 */
export async function signUp(form: SignUpForm, visitor: Visitor, now: Date): Promise<SignUpResult> {
  const checked = checkNewPassword(form.password, form)
  if (!checked.ok) return checked
  const counted = await throttleMail(form.email, visitor, 'sign-up')
  if (!counted.ok) return counted
  const token = randomToken()
  await keep(form, token, now)
  await sendOrForget(await mailFor(form.email, token), token, now)
  logEvent('account.sign_up_requested', {
    address: visitor.address,
    device: visitor.device,
    result: 'verification_sent',
  })
  return { ok: true }
}

async function keep({ email, name, password }: SignUpForm, token: string, now: Date) {
  const passwordHash = await hashPassword(password)
  const expiresAt = new Date(now.getTime() + env().VERIFY_EMAIL_SECONDS * 1000)
  await db().signUp.create({
    data: { codeHash: sha256Base64url(token), email, name, passwordHash, expiresAt },
  })
}

async function mailFor(email: string, token: string) {
  const taken = await db().user.findUnique({ where: { email }, select: { id: true } })
  return taken ? accountExistsMail(email) : verificationMail(email, token)
}

async function sendOrForget(mail: ReturnType<typeof verificationMail>, token: string, now: Date) {
  try {
    await sendMail(mail, now)
  } catch (error) {
    await db().signUp.deleteMany({ where: { codeHash: sha256Base64url(token) } })
    throw error
  }
}
