import { randomUUID } from 'node:crypto'
import { BoundBrowser, expect, makePerson, test } from '../../support/dbsc'

/** What is no request of a browser, and what a browser says beside. */

test('without its headers a request is not understood', async ({ owner }) => {
  owner.sessionId = ''
  for (const path of ['/api/dbsc/register', '/api/dbsc/refresh']) {
    const answer = await owner.present(path)
    expect([answer.status, answer.json()]).toMatchObject([400, { code: 'malformed_request' }])
  }
})

const someId = 'b7e0d1a4-5a0c-4d0e-9a55-0c3b7d1f2e90'

for (const id of ['x', '*', someId + someId, `${someId}\\"`, '{}', 'é'])
  test(`"${id}" is no session`, async ({ owner }) => {
    owner.sessionId = Buffer.from(id).toString('latin1')
    expect((await owner.present('/api/dbsc/refresh')).status).toBe(400)
  })

test('a session that never was is forgotten like one that has ended', async ({ owner }) => {
  owner.sessionId = randomUUID()
  const answer = await owner.present('/api/dbsc/refresh')
  expect(answer.json()).toEqual({ session_identifier: owner.sessionId, continue: false })
})

test('headers may be structured strings, in quotation marks', async ({ owner }) => {
  owner.sessionId = `"${owner.sessionId}"`
  expect((await owner.refresh()).status).toBe(200)
})

for (const proof of ['', '.', '..', 'a.b.c', 'x'.repeat(7_000), '"', '""'])
  test(`a proof of ${proof.length} characters that is none: ${proof.slice(0, 10)}`, async ({ owner }) => {
    const answer = await owner.present('/api/dbsc/refresh', proof)
    expect(answer.status).toBe(403)
    expect((await owner.refresh()).status).toBe(200)
  })

test('another site asks for nothing, and methods but POST are not taken', async ({ owner }) => {
  for (const path of ['/api/dbsc/register', '/api/dbsc/refresh']) {
    const headers = { origin: 'https://evil.example', 'sec-secure-session-id': owner.sessionId }
    expect((await owner.client.send('POST', path, { headers })).status).toBe(403)
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const answer = await owner.client.send(method, path)
      expect([answer.status, answer.headers.allow]).toEqual([405, 'POST, OPTIONS'])
    }
  }
})

test('the instructions name this origin alone, one cookie, and where the next is got', async ({ app }) => {
  const fresh = await BoundBrowser.signIn(app, await makePerson(app))
  const { setCookies, ...answer } = await fresh.register()
  expect(answer.json()).toMatchObject({
    refresh_url: '/api/dbsc/refresh',
    scope: { origin: app.origin, include_site: false },
    credentials: [{ type: 'cookie', name: 'session.dbsc', attributes: 'Path=/; HttpOnly; SameSite=Lax' }],
  })
  expect(setCookies).toEqual([expect.stringMatching(/^session\.dbsc=[^;]+; Path=\/; .*Max-Age=300;/)])
})

test('a request that a browser sent without refreshing is noted', async ({ app, owner }) => {
  const before = app.log().length
  await owner.client.get('/healthz', { 'secure-session-skipped': 'unreachable;session_identifier="x"' })
  await owner.client.get('/healthz', { 'secure-session-skipped': 'a\tforged="line"' })
  await expect.poll(() => app.log().slice(before)).toMatch(/dbsc\.skipped.*"reason":"unreachable"/)
  await expect.poll(() => app.log().slice(before)).toMatch(/dbsc\.skipped.*"reason":"unknown"/)
  expect(app.log().slice(before)).not.toContain('forged')
})
