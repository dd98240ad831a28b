import 'server-only'
import { randomUUID } from 'node:crypto'
import nodemailer from 'nodemailer'
import type SMTPTransport from 'nodemailer/lib/smtp-transport'
import { env } from '@/lib/env'
import { isLoopback, resolvableName } from '@/lib/loopback'
import { MailUnavailable, type Mail } from './compose'

/** For all of it: name, connection, greeting, TLS, delivery. */
export const smtpTimeoutMs = 5_000

const timeouts = {
  dnsTimeout: smtpTimeoutMs,
  connectionTimeout: smtpTimeoutMs,
  greetingTimeout: smtpTimeoutMs,
  socketTimeout: smtpTimeoutMs,
}

/**
 * Links that open accounts go over TLS, verified. On this machine there is no wire to protect: STARTTLS is used where the
 * server offers it, some take no mail without, and its certificate may be anybody's.
 */
function tlsFor(hostname: string, ignoreTLS: boolean): SMTPTransport.Options {
  if (ignoreTLS) return { ignoreTLS }
  return isLoopback(hostname)
    ? { opportunisticTLS: true, tls: { rejectUnauthorized: false } }
    : { requireTLS: true }
}

/** smtp(s)://user:password@host:port, and ?ignoreTLS=true for a server in a network of one's own. */
function serverAt(smtpUrl: string): SMTPTransport.Options {
  const { protocol, hostname, port, username, password, searchParams } = new URL(smtpUrl)
  const auth = { user: decodeURIComponent(username), pass: decodeURIComponent(password) }
  return {
    host: resolvableName(hostname).replace(/^\[|\]$/g, ''),
    secure: protocol === 'smtps:',
    port: port ? Number(port) : undefined,
    ...tlsFor(hostname, searchParams.get('ignoreTLS') === 'true'),
    auth: username ? auth : undefined,
  }
}

// never `url` beside other options: nodemailer drops all the others
const transport = (smtpUrl: string) =>
  nodemailer.createTransport({
    ...serverAt(smtpUrl),
    ...timeouts,
    disableFileAccess: true,
    disableUrlAccess: true,
  })

function deadline() {
  let timer: NodeJS.Timeout | undefined
  const passed = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The mail server took too long')), smtpTimeoutMs)
  })
  return { passed, clear: () => clearTimeout(timer) }
}

/**
 * The mail as it is sent: text and HTML as alternatives (RFC 2046 §5.1.4), marked as written by a program, which no
 * vacation notice answers (RFC 3834 §5), and named after the app rather than after the machine that it runs on.
 */
const message = ({ to, subject, text, html }: Mail, now: Date) => ({
  from: env().MAIL_FROM,
  to: { name: '', address: to }, // not parsed: one address, whatever it contains
  subject,
  text,
  html,
  date: now,
  messageId: `<${randomUUID()}@${new URL(env().AUTH_URL).hostname}>`,
  headers: { 'Auto-Submitted': 'auto-generated' },
})

/** @throws MailUnavailable */
export async function deliver(mail: Mail, smtpUrl: string, now: Date): Promise<void> {
  const sender = transport(smtpUrl)
  const { passed, clear } = deadline()
  try {
    await Promise.race([sender.sendMail(message(mail, now)), passed])
  } catch (error) {
    const { code, responseCode } = error as { code?: string; responseCode?: number }
    throw new MailUnavailable(
      `The mail server did not take the mail (${code ?? 'no code'} ${responseCode ?? ''})`,
    )
  } finally {
    clear()
    sender.close()
  }
}
