import { createServer, type AddressInfo, type Server } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { env } from '@/lib/env'
import { toEmailAddress } from '@/lib/api-schema/email-address'
import { composeMail, MailUnavailable } from '.'
import { deliver, smtpTimeoutMs } from './smtp'

const running: (SMTPServer | Server)[] = []
afterEach(async () => {
  await Promise.all(
    running.splice(0).map((server) => new Promise<void>((done) => void server.close(() => done()))),
  )
})

type Received = { from: string; to: string[]; data: string; isEncrypted: boolean }

/** A real SMTP server. @returns its URL, and what it has taken */
async function smtpServer(options: SMTPServerOptions = {}) {
  const received: Received[] = []
  const server = new SMTPServer({
    logger: false,
    authOptional: true, // its built-in certificate is what a stranger would show
    onData(stream, session, done) {
      let data = ''
      stream.on('data', (chunk: Buffer) => (data += chunk.toString()))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        received.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          data,
          isEncrypted: session.secure,
        })
        done()
      })
    },
    ...options,
  })
  server.on('error', () => {})
  await new Promise<void>((listening) => server.listen(0, '0.0.0.0', () => listening()))
  running.push(server)
  return { url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`, received }
}

/** This machine under an address that does not say so. */
const elsewhere = (url: string) => url.replace('127.0.0.1', '0.0.0.0')

const token = 'q0VbN2xQ5wMj8cT1yHgD4fLs9aPuE3-Rk7zVbN2xQ5w'
const link = `http://localhost:3000/verify-email?token=${token}`
const mail = composeMail({
  to: 'ada@example.com',
  subject: 'Bestätigen – ☑',
  paragraphs: [{ text: 'Grüße', link, label: 'Öffnen' }],
})
const now = new Date('2026-11-23T12:00:00.000Z')

/** Undoes quoted-printable and folding, as a mail program does. */
const decoded = (data: string) =>
  Buffer.from(
    data
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  ).toString()

test('the server gets the mail: one recipient, the link whole', async () => {
  const { url, received } = await smtpServer()
  await deliver(mail, url, now)
  expect(received).toHaveLength(1)
  expect(received[0]).toMatchObject({ from: 'no-reply@localhost', to: ['ada@example.com'] })
  const data = decoded(received[0]?.data ?? '')
  expect(data).toContain(link)
  expect(data).toContain('Grüße')
  expect(data).toMatch(/^From: Bothways <no-reply@localhost>\r$/m)
})

test('with credentials', async () => {
  const seen: unknown[] = []
  const { url, received } = await smtpServer({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth({ username, password }, _, done) {
      seen.push(username, password)
      done(null, { user: username })
    },
  })
  await deliver(mail, url.replace('//', '//postman:p%40ss@'), now)
  expect(seen).toEqual(['postman', 'p@ss'])
  expect(received).toHaveLength(1)
})

test.each([
  'info@xn--e1afmkfd.xn--p1ai',
  'first&last@example.com',
  "!#$%&'*+/=?^_`{|}~-@example.com",
  '-oq/tmp@example.com',
  'a@localhost',
  `${'a'.repeat(64)}@${'b'.repeat(63)}.${'b'.repeat(63)}.${'b'.repeat(60)}`,
])('the address goes out as it is kept: %s', async (to) => {
  const { url, received } = await smtpServer()
  await deliver({ ...mail, to }, url, now)
  const [{ to: recipients, data } = { to: [], data: '' }] = received
  expect(recipients.map(toEmailAddress)).toEqual([{ ok: true, address: to }]) // the server shows a domain in its script
  expect(data.replace(/\r\n\s+/g, ' ')).toContain(`To: ${to}`)
})

test.each(['a@example.com, eve@example.com', 'a@example.com> , <eve@example.com', 'eve@example.com, a'])(
  'one address stays one, never two recipients: %s',
  async (to) => {
    const { url, received } = await smtpServer()
    await deliver({ ...mail, to }, url, now).catch(() => {})
    expect(received.flatMap((one) => one.to).length).toBeLessThanOrEqual(1)
    expect(received.flatMap((one) => one.to)).not.toContain('eve@example.com')
  },
)

describe('a mail that is not taken is MailUnavailable', () => {
  test('nobody listens', async () => {
    await expect(deliver(mail, 'smtp://127.0.0.1:1', now)).rejects.toThrow(MailUnavailable)
  })

  test('the server refuses it, and the message repeats neither address nor link', async () => {
    const { url } = await smtpServer({
      onRcptTo: (_, __, done) => done(new Error('No such person ada@example.com')),
    })
    const error = await deliver(mail, url, now).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(MailUnavailable)
    expect(String(error)).not.toMatch(/ada@|token/)
    expect(String(error)).toContain('550')
  })

  test('the server says nothing: within the limit', { timeout: smtpTimeoutMs + 5_000 }, async () => {
    const silent = createServer(() => {})
    await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening))
    const { port } = silent.address() as AddressInfo
    await expect(deliver(mail, `smtp://127.0.0.1:${port}`, now)).rejects.toThrow(MailUnavailable)
    silent.close()
  })

  test('a server elsewhere without TLS', async () => {
    const { url, received } = await smtpServer({ disabledCommands: ['STARTTLS'] })
    await expect(deliver(mail, elsewhere(url), now)).rejects.toThrow(MailUnavailable)
    expect(received).toEqual([])
  })

  test('a server elsewhere with a certificate that anybody could show', async () => {
    const { url, received } = await smtpServer()
    await expect(deliver(mail, elsewhere(url), now)).rejects.toThrow(MailUnavailable)
    expect(received).toEqual([])
  })
})

test('TLS can be given up by saying so', async () => {
  const { url, received } = await smtpServer({ disabledCommands: ['STARTTLS'] })
  await deliver(mail, `${elsewhere(url)}?ignoreTLS=true`, now)
  expect(received).toHaveLength(1)
})

describe('STARTTLS on this machine', () => {
  test.each(['127.0.0.1', '127.1', 'localhost', 'LOCALHOST', 'mail.localhost', 'localhost.'])(
    'is used where %s offers it, whatever its certificate',
    async (host) => {
      const { url, received } = await smtpServer()
      await deliver(mail, url.replace('127.0.0.1', host), now)
      expect(received.map(({ isEncrypted }) => isEncrypted)).toEqual([true])
    },
  )

  test('is not missed where it is not offered', async () => {
    const { url, received } = await smtpServer({ disabledCommands: ['STARTTLS'] })
    await deliver(mail, url.replace('127.0.0.1', 'mail.localhost'), now)
    expect(received.map(({ isEncrypted }) => isEncrypted)).toEqual([false])
  })

  test('a server that takes nothing without it gets the mail', async () => {
    const { url, received } = await smtpServer({
      onMailFrom: (_, session, done) => done(session.secure ? null : new Error('Must issue STARTTLS first')),
    })
    await deliver(mail, url, now)
    expect(received).toHaveLength(1)
  })

  test('can be given up by saying so', async () => {
    const { url, received } = await smtpServer()
    await deliver(mail, `${url}?ignoreTLS=true`, now)
    expect(received.map(({ isEncrypted }) => isEncrypted)).toEqual([false])
  })

  test('offered and then refused: the mail goes without', async () => {
    const { url, received } = await refusingStartTls()
    await deliver(mail, url, now)
    expect(received()).toContain(`Subject: `)
  })
})

/** Offers STARTTLS and answers it with 454, as Postfix does whose key cannot be read (RFC 3207 §4). */
async function refusingStartTls() {
  let data: string | undefined
  const answers: Record<string, string> = {
    EHLO: '250-mail.localhost\r\n250 STARTTLS',
    STARTTLS: '454 4.7.0 TLS not available due to local problem',
    DATA: '354 go on',
    QUIT: '221 bye',
  }
  const server = createServer((socket) => {
    let line = ''
    const say = (text: string) => socket.write(`${text}\r\n`)
    socket.on('error', () => {})
    socket.on('data', (chunk: Buffer) => {
      line += chunk.toString()
      if (!line.endsWith('\r\n') || (data === '' && !line.endsWith('\r\n.\r\n'))) return
      if (data === '') data = line
      const command = line.split(/\s/)[0]!.toUpperCase()
      if (command === 'DATA') data = ''
      say(answers[command] ?? '250 ok')
      line = ''
    })
    say('220 mail.localhost ESMTP')
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  running.push(server)
  const { port } = server.address() as AddressInfo
  return { url: `smtp://127.0.0.1:${port}`, received: () => data }
}

test('the head says what a mail of a program should say, and names the app', async () => {
  const { url, received } = await smtpServer()
  await deliver(mail, url, now)
  Object.assign(env(), { AUTH_URL: 'https://app.example:8443', MAIL_FROM: 'Grüße <post@mail.example>' })
  await deliver(mail, url, now)
  const [first = '', second = ''] = received.map(({ data }) => data.slice(0, data.indexOf('\r\n\r\n')))
  expect(first).toMatch(/^Auto-Submitted: auto-generated\r$/m)
  expect(first).toMatch(/^Date: Mon, 23 Nov 2026 12:00:00 \+0000\r$/m)
  expect(first).toMatch(/^Message-ID: <[\da-f-]{36}@localhost>\r$/m)
  expect(first).toMatch(/^MIME-Version: 1\.0\r?$/m)
  expect(first).toMatch(/^Content-Type: multipart\/alternative;/m)
  expect(second).toMatch(/^Message-ID: <[\da-f-]{36}@app\.example>\r$/m)
  expect(second).toMatch(/^From: =\?UTF-8\?.*\?= <post@mail\.example>\r$/m)
  expect(first + second).not.toMatch(/nodemailer/i)
})

test('text comes first, HTML second, and both have the link', async () => {
  const { url, received } = await smtpServer()
  await deliver(mail, url, now)
  const [, ...parts] = (received[0]?.data ?? '').split(/^--\S+\r$/m)
  const [text = '', html = ''] = parts.map(decoded)
  expect(text).toMatch(/^Content-Type: text\/plain; charset=utf-8\r$/m)
  expect(html).toMatch(/^Content-Type: text\/html; charset=utf-8\r$/m)
  expect(text).toContain(link)
  expect(html.split(link)).toHaveLength(4)
})

test.each(['a@example.com\r\nBcc: eve@example.com', 'a@example.com\nSubject: x', 'a\0@example.com'])(
  'no address becomes a header or a second recipient: %j',
  async (to) => {
    const { url, received } = await smtpServer()
    vi.stubEnv('SMTP_URL', url)
    vi.resetModules()
    const { sendMail } = await import('.')
    await expect(sendMail({ ...mail, to }, now)).rejects.toThrow('control characters')
    await expect(sendMail({ ...mail, subject: to }, now)).rejects.toThrow('control characters')
    expect(received).toEqual([])
  },
)

test('SMTP_URL decides where mail goes', async () => {
  const { url, received } = await smtpServer()
  vi.stubEnv('SMTP_URL', url)
  vi.resetModules() // settings are parsed once
  const { sendMail } = await import('.')
  await sendMail(mail, new Date(0))
  expect(received).toHaveLength(1)
})
