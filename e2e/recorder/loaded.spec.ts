import { readdirSync, readFileSync } from 'node:fs'
import { Client } from '../support/client'
import { makePerson, signedIn, strategies, tokensOf, bearing, type Person } from '../support/people'
import { byMail, expect, test } from '../support/production'
import type { App } from '../support/app'
import { whatRan } from '../support/what-ran'

/** What the recorder and the lab put into a server: nothing with LAB=off. */

test.setTimeout(180_000)

const sdk = '@opentelemetry/sdk-'
/** In `lib/trace/span.ts`, where a span is started. */
const startOfSpan = '.getTracer("bothways")'

const folder = 'lib/lab/experiments'
const titles = readdirSync(folder).flatMap(
  (file) => /^ {2}title: '(.+)',$/m.exec(readFileSync(`${folder}/${file}`, 'utf8'))?.[1] ?? [],
)

/** Every way of being signed in, at the pages and endpoints that every app has. */
async function useTheSite(app: App, person: Person) {
  for (const strategy of strategies) {
    const client = await signedIn(app, person, strategy)
    for (const path of ['/', '/sign-in', '/account', '/api/me', '/api/sessions'])
      expect((await client.get(path, { accept: 'text/html' })).status, path).toBeLessThan(400)
    await client.post('/api/sign-out')
  }
  const { access_token: token } = await tokensOf(app, person)
  expect((await new Client(app).get('/api/me', bearing(token))).status).toBe(200)
}

test('with LAB=off no SDK is loaded, no span is started, no experiment is imported', async ({
  mailServer,
}) => {
  const settings = { AUTH_URL: 'https', LAB: 'off', SMTP_URL: mailServer.url }
  const ran = await whatRan(settings, async (app) => useTheSite(app, await byMail(app, mailServer)))
  expect(ran.loadedOf('@opentelemetry/api/').length).toBeGreaterThan(0)
  expect(ran.loadedOf(sdk)).toEqual([])
  expect(Math.max(...ran.countsOf(startOfSpan))).toBe(0)
  for (const title of titles) expect(Math.max(0, ...ran.countsOf(title)), title).toBe(0)
})

test('with LAB=on all of it is seen, by the same means', async () => {
  const ran = await whatRan({}, async (app) => useTheSite(app, await makePerson(app)))
  expect(ran.loadedOf(sdk).length).toBeGreaterThan(0)
  expect(Math.max(...ran.countsOf(startOfSpan))).toBeGreaterThan(0)
  expect(titles.length).toBeGreaterThan(15)
  for (const title of titles) expect(Math.max(0, ...ran.countsOf(title)), title).toBeGreaterThan(0)
})
