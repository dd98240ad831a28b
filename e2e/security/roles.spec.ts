import { Client } from '../support/client'
import { paths, publicPaths } from '../support/endpoints'
import { admin, makePerson, signedIn, strategies } from '../support/people'
import { expect, test } from '../support/test'

/** Who may call what: ASVS 8.2.1, 8.3.2. Every endpoint of the table. */

type Access = 'anyone' | 'person' | 'admin'

const open = [
  ...[
    '/api/sign-up',
    '/api/verify-email',
    '/api/sign-in',
    '/api/sign-out',
    '/api/strategy',
    '/api/password/forgot',
    '/api/dbsc/register',
    '/api/dbsc/refresh',
  ],
  ...[
    '/api/password/reset',
    '/api/outbox',
    '/api/outbox/{id}',
    '/api/read-paths',
    '/api/openapi.json',
    '/healthz',
    '/readyz',
  ],
  ...[
    '/api/token/browser',
    '/api/token/browser/refresh',
    '/api/token',
    '/api/token/refresh',
    '/api/token/exchange',
    '/api/token/revoke',
  ],
  '/api/token/introspect',
  ...publicPaths,
]
const accessOf = (path: string): Access =>
  path.startsWith('/api/admin/') ? 'admin' : open.includes(path) ? 'anyone' : 'person'

const bodyFor = (template: string, method: string) => {
  if (method === 'GET' || method === 'DELETE') return {}
  if (template.endsWith('/role')) return { json: { role: 'user' } }
  if (template === '/api/password')
    return { json: { currentPassword: 'x', newPassword: 'eleven calm herons wade' } }
  return { json: {} }
}

const closed = paths.filter(({ template }) => accessOf(template) !== 'anyone')

test('anonymous: 401 from all that needs a person', async ({ app }) => {
  for (const { template, path, methods } of closed)
    for (const method of methods)
      expect(
        (await new Client(app).send(method, path, bodyFor(template, method))).status,
        `${method} ${path}`,
      ).toBe(401)
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
  test(`${strategy}: a demoted administrator changes nothing more, whatever the token says`, async ({
    app,
  }) => {
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
