import 'server-only'

/** One mail to one person. `links` are the URLs in `text`, for whoever must follow one without reading. */
export type Mail = { to: string; subject: string; text: string; links: string[] }

/** A mail as the local outbox keeps it. `sentAt` is ISO 8601. */
export type SentMail = Mail & { sentAt: string }

/** The mail server did not take the mail: answer 503, and acknowledge nothing that needs it. */
export class MailUnavailable extends Error {
  override name = 'MailUnavailable'
}
