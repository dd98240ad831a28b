import 'server-only'
import { env } from '@/lib/env'
import { span } from '@/lib/trace'
import type { Mail } from './compose'
import { keepMail } from './outbox'
import { deliver } from './smtp'

export { MailUnavailable, type Mail, type SentMail } from './compose'
export { composeMail } from './compose'
export { listOutbox, readMailHtml } from './outbox'

const control = /\p{Cc}/u

/**
 * Sends one mail to one person: over SMTP_URL, or into the local outbox where there is none.
 * Resolves when the server has taken it. Does NOT try again.
 * @throws MailUnavailable after at most 5 seconds; Error when an address or subject contains a control character
 */
export async function sendMail(mail: Mail, now: Date): Promise<void> {
  if (control.test(mail.to) || control.test(mail.subject))
    throw new Error('A mail header cannot contain control characters')
  const { SMTP_URL } = env()
  return span('mail.send', () => (SMTP_URL ? deliver(mail, SMTP_URL, now) : keepMail(mail, now)))
}
