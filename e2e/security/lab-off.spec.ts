import { existsSync, readdirSync, readFileSync } from 'node:fs'
import committed from '@/lib/lab/results/committed.json' with { type: 'json' }
import { labRoutes } from '@/lib/lab/lab-endpoints'
import { Client } from '../support/client'
import { newPerson, signedIn } from '../support/people'
import { expectProblem } from '../support/problem'
import { expect, test } from '../support/production'

/** Outside the lab: ASVS 6.3.2, 13.4.2, 4.1.3. Mail goes over SMTP, and the demo is gone. */

test('links in mails follow the settings, not the Host of a request', async ({ app, mailServer }) => {
  const { email } = newPerson()
  const headers = {
    host: 'evil.example',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'http',
    forwarded: 'host=evil.example',
  }
  await new Client(app).post('/api/sign-up', { ...newPerson(), email }, headers)
  expect(await mailServer.mailTo(email)).not.toContain('evil.example')
  for (const path of ['/account', '/sign-in/', '/api/auth/jwt/signin'])
    expect(String((await new Client(app).get(path, headers)).headers.location)).not.toContain('evil.example')
})

test('nothing of the lab is there', async ({ app, verified }) => {
  const client = await signedIn(app, verified)
  for (const path of [
    '/outbox',
    '/compare',
    '/wire',
    '/read-paths',
    '/experiments',
    '/tour',
    '/glossary',
    '/measure',
    '/spa',
  ])
    expect((await client.get(path)).status, path).toBe(404)
  expect((await client.get('/')).text).not.toContain('/experiments')
  expectProblem(await client.get(`/api/outbox?to=${verified.email}`), 404, 'not_found')
  for (const path of ['/api/outbox', '/api/read-paths'])
    expectProblem(await client.get(path), 404, 'not_found')
  expectProblem(await client.get('/api/outbox'), 404, 'not_found')
  expectProblem(await client.post('/api/lab/credential'), 404, 'not_found')
  for (const { headers } of client.answers) expect(headers['server-timing']).toBeUndefined()
  expect((await client.get('/api/me')).headers['server-timing']).toBeUndefined()
})

/** The guide is no experiment, and is there. */
const buildId = readFileSync('.next/BUILD_ID', 'utf8').trim()

const labPages = readdirSync('app/(lab)').filter(
  (name) => name !== 'choose' && existsSync(`app/(lab)/${name}/page.tsx`),
)

test('every method of every lab route is 404, also for the data of a page', async ({ app }) => {
  const client = new Client(app)
  const routes = [
    ...labPages.map((name) => `/${name}`),
    '/experiments/tampering',
    '/%63ompare',
    '/api/%6cab/held',
    ...['compare', 'outbox', 'spa', 'api/outbox'].map((name) => `/_next/data/${buildId}/${name}.json`),
    `/%5fnext/data/${buildId}/compare.json`,
    '/compare.rsc',
    '/compare.segments/_tree.segment.rsc',
    '/api/outbox/7b0a4c52-2a4f-4b6f-9d57-0a5ac3f1c7e1',
    ...labRoutes,
    ...[
      '/api/lab',
      '/api/lab/credential',
      '/api/lab/experiments/tampering/run',
      '/api/lab/flows/session/record',
    ],
  ]
  for (const path of routes) {
    for (const method of ['HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'])
      expect((await client.send(method, path)).status, `${method} ${path}`).toBe(404)
    for (const headers of [{}, { rsc: '1' }, { rsc: '1', 'next-router-prefetch': '1' }])
      expect((await client.get(path, headers)).status, path).toBe(404)
    expect((await client.get(`${path}/`)).status, path).toBe(404)
    const preflight = { origin: 'https://evil.example', 'access-control-request-method': 'POST' }
    expect((await client.send('OPTIONS', path, { headers: preflight })).status).toBe(404)
  }
})

test('the guide is no experiment: it is there, quotes the run that came with the code, and leads into no lab', async ({
  app,
}) => {
  const { status, text } = await new Client(app).get('/choose?caller=native&revocation=minutes')
  expect(status).toBe(200)
  expect(text).toContain(committed['replay-after-sign-out'].outcomes.bearer.verdict)
  for (const place of ['/experiments', '/wire', '/glossary', '/tour'])
    expect(text).not.toContain(`href="${place}`)
})

test('the demo people are not named, and cannot sign in', async ({ app }) => {
  const page = await new Client(app).get('/sign-in')
  expect(page.text).toContain('Forgot your password?')
  expect(page.text).not.toContain('ada@example.com')
  for (const email of ['ada@example.com', 'grace@example.com'])
    for (const password of ['correct horse battery staple', 'admin', 'password'])
      expectProblem(
        await new Client(app).post('/api/sign-in', { email, password }),
        401,
        'invalid_credentials',
      )
})
