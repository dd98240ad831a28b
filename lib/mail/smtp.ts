import 'server-only'
import nodemailer from 'nodemailer'
import { env } from '@/lib/env'
import { MailUnavailable, type Mail } from './mail'

/** For all of it: name, connection, greeting, TLS, delivery. */
export const smtpTimeoutMs = 5_000

const timeouts = {
  ...{ dnsTimeout: smtpTimeoutMs, connectionTimeout: smtpTimeoutMs },
  ...{ greetingTimeout: smtpTimeoutMs, socketTimeout: smtpTimeoutMs },
}

const isLocal = (host: string) => ['localhost', '127.0.0.1', '::1'].includes(host)

/** Links that open accounts go over TLS, verified; on this machine there is no wire to protect. */
function tlsFor(host: string, ignoreTLS: boolean) {
  if (isLocal(host)) return { ignoreTLS: true, tls: { rejectUnauthorized: false } }
  return ignoreTLS ? { ignoreTLS } : { requireTLS: true }
}

/** smtp(s)://user:password@host:port, and ?ignoreTLS=true for a server in a network of one's own. */
function serverAt(smtpUrl: string) {
  const { protocol, hostname, port, username, password, searchParams } = new URL(smtpUrl)
  const host = hostname.replace(/^\[|\]$/g, '')
  const auth = { user: decodeURIComponent(username), pass: decodeURIComponent(password) }
  return {
    ...{ host, secure: protocol === 'smtps:', ...(port ? { port: Number(port) } : {}) },
    ...tlsFor(host, searchParams.get('ignoreTLS') === 'true'),
    ...(username ? { auth } : {}),
  }
}

// never `url` beside other options: nodemailer drops all the others
const transport = (smtpUrl: string) =>
  nodemailer.createTransport({
    ...{ ...serverAt(smtpUrl), ...timeouts },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  })

function deadline() {
  let timer: NodeJS.Timeout | undefined
  const passed = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The mail server took too long')), smtpTimeoutMs)
  })
  return { passed, clear: () => clearTimeout(timer) }
}

/** @throws MailUnavailable */
export async function deliver({ to, subject, text }: Mail, smtpUrl: string): Promise<void> {
  const sender = transport(smtpUrl)
  const { passed, clear } = deadline()
  try {
    const address = { name: '', address: to } // not parsed: one address, whatever it contains
    await Promise.race([sender.sendMail({ from: env().MAIL_FROM, to: address, subject, text }), passed])
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
