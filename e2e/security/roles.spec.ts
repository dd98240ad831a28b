import { Client } from '../support/client'
import { paths } from '../support/endpoints'
import { formFields, multipart } from '../support/page'
import { admin, makePerson, signedIn, strategies, type StrategyId } from '../support/people'
import { expect, test } from '../support/test'

/** Who may call what: ASVS 8.2.1, 8.3.1. Every endpoint of the table, every protected page, each way of asking. */

type Access = 'anyone' | 'person' | 'admin'

const open = [
  ...['/api/sign-up', '/api/verify-email', '/api/sign-in', '/api/sign-out', '/api/strategy', '/api/password/forgot'],
  ...['/api/password/reset', '/api/outbox', '/api/openapi.json', '/healthz', '/readyz'],
]
const accessOf = (path: string): Access =>
  path.startsWith('/api/admin/') ? 'admin' : open.includes(path) ? 'anyone' : 'person'

const bodyFor = (template: string, method: string) => {
  if (method === 'GET' || method === 'DELETE') return {}
  if (template.endsWith('/role')) return { json: { role: 'user' } }
  if (template === '/api/password') return { json: { currentPassword: 'x', newPassword: 'eleven calm herons wade' } }
  return { json: {} }
}

const closed = paths.filter(({ template }) => accessOf(template) !== 'anyone')

test('anonymous: 401 from all that needs a person', async ({ app }) => {
  for (const { template, path, methods } of closed)
    for (const method of methods)
      expect((await new Client(app).send(method, path, bodyFor(template, method))).status, `${method} ${path}`).toBe(401)
})

for (const strategy of strategies)
  test(`${strategy}: a user gets 403 from all that needs an administrator`, async ({ app, person }) => {
    const client = await signedIn(app, person, strategy)
    for (const { template, path, methods } of closed.filter(({ template }) => accessOf(template) === 'admin'))
      for (const method of methods) {
        const answer = await client.send(method, path, bodyFor(template, method))
        expect(answer.status, `${method} ${path}`).toBe(403)
        expect(answer.json().code).toBe('forbidden')
      }
  })

for (const strategy of strategies)
  test(`${strategy}: a demoted administrator changes nothing more, whatever the token says`, async ({ app }) => {
    const person = await makePerson(app)
    const boss = await signedIn(app, admin)
    const client = await signedIn(app, person, strategy)
    const { user } = (await client.get('/api/me')).json<{ user: { id: string } }>()
    const setRole = (role: string) => boss.post(`/api/admin/users/${user.id}/role`, { role })
    expect((await setRole('admin')).status).toBe(204)
    await client.post('/api/renew')
    expect((await client.get('/api/admin/stats')).status).toBe(200)
    expect((await setRole('user')).status).toBe(204)
    expect((await client.post(`/api/admin/users/${user.id}/role`, { role: 'admin' })).status).toBe(403)
    expect((await client.get('/admin')).status).toBe(403)
    if (strategy === 'database') expect((await client.get('/api/admin/stats')).status).toBe(403)
  })

const waysOfAsking = {
  directly: {},
  'as data (RSC)': { rsc: '1', 'next-url': '/' },
  'as a prefetch': { rsc: '1', 'next-router-prefetch': '1', purpose: 'prefetch', 'sec-purpose': 'prefetch' },
  'as a segment': { rsc: '1', 'next-router-prefetch': '1', 'next-router-segment-prefetch': '/_tree' },
  'as a subrequest of the proxy': { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
  'as what the proxy passed': { 'x-middleware-next': '1', 'x-middleware-rewrite': '/account', 'x-middleware-set-cookie': 'a=b' },
  'under another address': { 'x-invoke-path': '/account', 'x-matched-path': '/account', 'x-rewrite-url': '/account', 'x-original-url': '/account' },
  'with a state tree': { rsc: '1', 'next-router-state-tree': encodeURIComponent(JSON.stringify(['', {}])) },
}

/** Follows the detour that Next sends a request for data on, to its own `_rsc` parameter. */
async function ask(client: Client, path: string, headers: Record<string, string>) {
  const answer = await client.get(path, headers)
  const { location = '' } = answer.headers
  return location.startsWith(`${path}?_rsc`) ? client.get(location, headers) : answer
}

for (const [way, headers] of Object.entries(waysOfAsking))
  test(`protected pages, asked for ${way}: nothing for a stranger, no admin for a user`, async ({ app, person }) => {
    const stranger = new Client(app)
    for (const path of ['/account', '/admin', '/account?x=1', '/%61ccount', '/ACCOUNT']) {
      const { text, status } = await ask(stranger, path, headers)
      expect([200, 307, 401, 404], path).toContain(status)
      for (const secret of [person.email, 'grace@example.com', 'End session', 'Change password']) expect(text).not.toContain(secret)
    }
    for (const strategy of strategies) await userSeesNoAdmin(await signedIn(app, person, strategy), headers)
  })

async function userSeesNoAdmin(client: Client, headers: Record<string, string>) {
  const { text } = await ask(client, '/admin', headers)
  for (const secret of ['grace@example.com', 'ada@example.com', 'Live sessions']) expect(text).not.toContain(secret)
}

/** The forms of an administrator in the hands of somebody else. */
const others: [who: string, signIn: ((app: Parameters<typeof signedIn>[0]) => Promise<Client>) | null][] = [
  ['a stranger', null],
  ...strategies.map((strategy: StrategyId): (typeof others)[number] => [
    `a user under ${strategy}`,
    (app) => signedIn(app, { email: 'ada@example.com', password: admin.password }, strategy),
  ]),
]

for (const [who, enter] of others)
  test(`${who} posts the administrator's form: nothing happens`, async ({ app }) => {
    const boss = await signedIn(app, admin)
    const { text } = await boss.get('/admin')
    const fields = formFields(text, 'Disable')
    const client = enter ? await enter(app) : new Client(app)
    const { body, headers } = multipart(fields)
    for (const path of ['/admin', '/sign-in', '/']) {
      const answer = await client.send('POST', path, { body, headers })
      expect(answer.status).toBeLessThan(500)
      expect(answer.text).not.toContain('Live sessions')
    }
    expect((await boss.get('/admin')).text.split('Disable').length).toBe(text.split('Disable').length)
  })
