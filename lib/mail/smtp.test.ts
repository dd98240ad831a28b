import { createServer, type AddressInfo, type Server } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { toEmailAddress } from '@/lib/forms/email-address'
import { MailUnavailable } from '.'
import { deliver, smtpTimeoutMs } from './smtp'

const running: (SMTPServer | Server)[] = []
afterEach(async () => {
  await Promise.all(
    running.splice(0).map((server) => new Promise<void>((done) => void server.close(() => done()))),
  )
})

type Received = { from: string; to: string[]; data: string }

/** A real SMTP server. @returns its URL, and what it has taken */
async function smtpServer(options: SMTPServerOptions = {}) {
  const received: Received[] = []
  const server = new SMTPServer({
    ...{ logger: false, authOptional: true }, // its built-in certificate is what a stranger would show
    onData(stream, session, done) {
      let data = ''
      stream.on('data', (chunk: Buffer) => (data += chunk.toString()))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        received.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          data,
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

const token = 'q0VbN2xQ5wMj8cT1yHgD4fLs9aPuE3-Rk7zVbN2xQ5w'
const link = `http://localhost:3000/verify-email?token=${token}`
const mail = { to: 'ada@example.com', subject: 'Bestätigen – ☑', text: `Grüße\n${link}\n`, links: [link] }

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
  await deliver(mail, url)
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
  await deliver(mail, url.replace('//', '//postman:p%40ss@'))
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
  await deliver({ ...mail, to }, url)
  const [{ to: recipients, data } = { to: [], data: '' }] = received
  expect(recipients.map(toEmailAddress)).toEqual([{ ok: true, address: to }]) // the server shows a domain in its script
  expect(data.replace(/\r\n\s+/g, ' ')).toContain(`To: ${to}`)
})

test.each(['a@example.com, eve@example.com', 'a@example.com> , <eve@example.com', 'eve@example.com, a'])(
  'one address stays one, never two recipients: %s',
  async (to) => {
    const { url, received } = await smtpServer()
    await deliver({ ...mail, to }, url).catch(() => {})
    expect(received.flatMap((one) => one.to).length).toBeLessThanOrEqual(1)
    expect(received.flatMap((one) => one.to)).not.toContain('eve@example.com')
  },
)

describe('a mail that is not taken is MailUnavailable', () => {
  test('nobody listens', async () => {
    await expect(deliver(mail, 'smtp://127.0.0.1:1')).rejects.toThrow(MailUnavailable)
  })

  test('the server refuses it, and the message repeats neither address nor link', async () => {
    const { url } = await smtpServer({
      onRcptTo: (_, __, done) => done(new Error('No such person ada@example.com')),
    })
    const error = await deliver(mail, url).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(MailUnavailable)
    expect(String(error)).not.toMatch(/ada@|token/)
    expect(String(error)).toContain('550')
  })

  test('the server says nothing: within the limit', { timeout: smtpTimeoutMs + 5_000 }, async () => {
    const silent = createServer(() => {})
    await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening))
    const { port } = silent.address() as AddressInfo
    const start = Date.now()
    await expect(deliver(mail, `smtp://127.0.0.1:${port}`)).rejects.toThrow(MailUnavailable)
    expect(Date.now() - start).toBeLessThan(smtpTimeoutMs + 1_000)
    silent.close()
  })

  // 127.0.0.2 is not one of the names of this machine that are excepted
  test('a server elsewhere without TLS', async () => {
    const { url, received } = await smtpServer({ disabledCommands: ['STARTTLS'] })
    await expect(deliver(mail, url.replace('127.0.0.1', '127.0.0.2'))).rejects.toThrow(MailUnavailable)
    expect(received).toEqual([])
  })

  test('a server elsewhere with a certificate that anybody could show', async () => {
    const { url, received } = await smtpServer()
    await expect(deliver(mail, url.replace('127.0.0.1', '127.0.0.2'))).rejects.toThrow(MailUnavailable)
    expect(received).toEqual([])
  })
})

test('TLS can be given up by saying so', async () => {
  const { url, received } = await smtpServer({ disabledCommands: ['STARTTLS'] })
  await deliver(mail, `${url.replace('127.0.0.1', '127.0.0.2')}?ignoreTLS=true`)
  expect(received).toHaveLength(1)
})

test('SMTP_URL decides where mail goes', async () => {
  const { url, received } = await smtpServer()
  vi.stubEnv('SMTP_URL', url)
  vi.resetModules() // settings are parsed once
  const { sendMail } = await import('.')
  await sendMail(mail, new Date(0))
  expect(received).toHaveLength(1)
})
