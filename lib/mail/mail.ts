import 'server-only'

/**
 * One mail to one person. `html` says what `text` says. `links` are the URLs in `text`, for whoever must follow one
 * without reading.
 */
export type Mail = { to: string; subject: string; text: string; html: string; links: string[] }

/** A mail of the local outbox. `sentAt` is ISO 8601; `htmlId` names its HTML, null where it has none. */
export type SentMail = Omit<Mail, 'html'> & { sentAt: string; htmlId: string | null }

/** The mail server did not take the mail: answer 503, and acknowledge nothing that needs it. */
export class MailUnavailable extends Error {
  override name = 'MailUnavailable'
}
