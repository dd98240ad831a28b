import type { App } from './app'
import { Client } from './client'
import { startMailServer, type MailServer } from './mail-server'
import { newPerson, type Person } from './people'
import { expect, test as base } from './test'

/** An instance as it would stand in the world: https, lab off, mail by SMTP. `verified` came in by such a mail. */
export const test = base.extend<{ mailServer: MailServer; verified: Person }>({
  instance: async ({ instances }, use) => use(await instances.at('production')),
  mailServer: async ({ instance }, use) =>
    use(await instance.part('mail server', startMailServer, (server) => server.stop())),
  settings: async ({ mailServer }, use) =>
    use({
      AUTH_URL: 'https',
      LAB: 'off',
      SMTP_URL: mailServer.url,
      HSTS: 'max-age=63072000; includeSubDomains',
    }),
  verified: async ({ instance, app, mailServer }, use) =>
    use(await instance.part('verified', () => byMail(app, mailServer))),
})

/** Somebody who asked for an account and followed the link that came by SMTP. */
export async function byMail(app: App, mailServer: MailServer): Promise<Person> {
  const person = newPerson()
  expect((await new Client(app).post('/api/sign-up', person)).status).toBe(202)
  const link = /https:\S+\/verify-email\?token=(\S+)/.exec(await mailServer.mailTo(person.email))
  expect(link?.[0].startsWith(`${app.origin}/`)).toBe(true)
  expect((await new Client(app).post('/api/verify-email', { token: link?.[1] })).status).toBe(204)
  return person
}

export { expect }
