import type { OutgoingHttpHeaders } from 'node:http'
import { Client } from '../support/client'
import { changes, paths, publicPaths, reads } from '../support/endpoints'
import { formFields, multipart } from '../support/page'
import { signedIn, signUp, tokenFromMail } from '../support/people'
import { expect, test } from '../support/test'

/** What another site can make a browser do here: nothing. ASVS 3.5.1–3.5.3, 3.5.8. */

const foreign: Record<string, OutgoingHttpHeaders> = {
  'another origin': { origin: 'https://evil.example' },
  'no origin to tell (null)': { origin: 'null' },
  'a name that starts like ours': { origin: 'http://localhost.evil.example' },
  'our name, another port': { origin: 'http://localhost:1' },
  'our origin, but the browser says cross-site': { 'sec-fetch-site': 'cross-site' },
  'our origin, but the browser says same-site': { 'sec-fetch-site': 'same-site' },
  'our origin, but a person typed it': { 'sec-fetch-site': 'none' },
  'another origin, though it says same-origin': {
    origin: 'https://evil.example',
    'sec-fetch-site': 'same-origin',
  },
  'two origins': { origin: 'http://localhost, https://evil.example' },
}

/** What must not have changed. */
async function world(client: Client) {
  const { sessions } = (await client.get('/api/sessions')).json<{ sessions: { id: string }[] }>()
  const me = (await client.get('/api/me')).json<{ user: object; strategy: string }>()
  return { ids: sessions.map(({ id }) => id), user: me.user, strategy: me.strategy, jar: client.jar.header }
}

for (const [sign, headers] of Object.entries(foreign))
  test(`${sign}: every change is refused, and nothing changes`, async ({ app, person }) => {
    const client = await signedIn(app, person)
    const before = await world(client)
    for (const { method, path, body, form, isOAuth } of changes) {
      const answer = await client.send(method, path, { headers, json: body, form })
      expect(answer.status, path).toBe(403)
      expect(isOAuth ? answer.json().error : answer.json().code, path).toBe(
        isOAuth ? 'invalid_request' : 'cross_origin',
      )
      expect(answer.setCookies).toEqual([])
    }
    expect(await world(client)).toEqual(before)
  })

test('no sign at all: refused where a cookie decides, allowed where none does', async ({ app, person }) => {
  const client = await signedIn(app, person)
  const before = await world(client)
  for (const { method, path, body, form, needsOrigin } of changes) {
    const answer = await client.send(method, path, {
      headers: { origin: undefined },
      json: body,
      form,
    })
    if (needsOrigin) expect(answer.status, path).toBe(403)
    else expect([200, 202, 400, 401], path).toContain(answer.status)
  }
  expect(await world(client)).toEqual(before)
})

test('Sec-Fetch-Site alone will do as a sign', async ({ app, person }) => {
  const client = await signedIn(app, person)
  expect(
    (await client.post('/api/renew', {}, { origin: undefined, 'sec-fetch-site': 'same-origin' })).status,
  ).toBe(200)
})

for (const type of [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/jsonx',
  undefined,
])
  test(`a body of type ${type} is no JSON`, async ({ app, person }) => {
    const client = await signedIn(app, person)
    const refusing = changes.filter(({ body, types }) => body && !types.includes(type ?? ''))
    for (const { method, path, body } of refusing) {
      const sent = { headers: { 'content-type': type }, body: JSON.stringify(body) }
      expect((await client.send(method, path, sent)).status, path).toBe(415)
    }
    expect((await client.get('/api/me')).status).toBe(200)
  })

test('reading never changes anything', async ({ app, person }) => {
  const client = await signedIn(app, person)
  const before = await world(client)
  for (const method of ['GET', 'HEAD']) for (const { path } of changes) await client.send(method, path)
  for (const path of reads) await client.get(path)
  for (const path of ['signin', 'signout', 'signin/credentials', 'callback/credentials'])
    await client.get(`/api/auth/database/${path}`)
  expect(await world(client)).toMatchObject({ ids: before.ids, user: before.user, strategy: before.strategy })
})

test('a page opens a mail link without spending it', async ({ app }) => {
  const person = await signUp(app)
  const token = await tokenFromMail(app, person.email, '/verify-email')
  const client = new Client(app)
  const answer = await client.get(`/verify-email?token=${token}`)
  expect(answer.status).toBe(200)
  expect([...client.jar.keys()]).toEqual(['browser']) // says which browser has the form open, and no more
  expect((await new Client(app).post('/api/verify-email', { token })).status).toBe(204)
})

for (const [sign, headers] of Object.entries(foreign))
  test(`a form of ours, posted with ${sign}`, async ({ app, person }) => {
    const client = await signedIn(app, person)
    const fields = formFields((await client.get('/account')).text, 'Sign out')
    const { body, headers: type } = multipart(fields)
    const accept = 'text/html,*/*'
    const refused = await client.send('POST', '/account', { body, headers: { ...type, accept, ...headers } })
    expect(refused.status).toBe(403)
    expect(refused.text).toContain(`<a href="${app.origin}/account">`)
    expect((await client.get('/api/me')).status).toBe(200)
    const own = await client.send('POST', '/account', { body, headers: type })
    expect([303, 307]).toContain(own.status)
    expect((await client.get('/api/me')).status).toBe(401)
  })

test('another site cannot load an answer as a script or an image', async ({ app, person }) => {
  const client = await signedIn(app, person)
  for (const destination of ['script', 'image', 'iframe']) {
    const answer = await client.get('/api/me', {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-dest': destination,
    })
    expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin')
    expect(answer.headers['content-type']).toBe('application/json')
  }
})

test('a preflight of another site is answered without permission, but for reading what is for everybody', async ({
  app,
}) => {
  for (const { template, path } of paths) {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' }
    const answer = await new Client(app).send('OPTIONS', path, { headers })
    const isPublic = publicPaths.includes(template)
    expect(answer.headers['access-control-allow-origin'], path).toBe(isPublic ? '*' : undefined)
    expect(answer.headers['access-control-allow-methods'], path).toBe(
      isPublic ? 'GET, HEAD, OPTIONS' : undefined,
    )
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined()
    expect(answer.status).toBe(204)
  }
})
