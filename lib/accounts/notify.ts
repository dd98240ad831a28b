import 'server-only'
import { logFailure } from '@/lib/log'
import { sendMail } from '@/lib/mail'
import { passwordChangedLetter } from './letters'

/** Tells the owner by mail (ASVS 6.3.7). The change is done and stays done: a mail that fails is only logged. */
export async function notifyPasswordChanged(email: string, now: Date): Promise<void> {
  try {
    await sendMail(passwordChangedLetter(email), now)
  } catch (error) {
    logFailure('mail.password_changed', error)
  }
}
