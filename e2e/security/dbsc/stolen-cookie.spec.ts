import { expect, expectNotRefreshed, test, type BoundBrowser } from '../../support/dbsc'

/**
 * A thief with the cookie and not the key: good for the minutes of the cookie, and not longer. That it ends when it says so,
 * `lib/auth/bind-session.db.test.ts` shows by its clock.
 */

const expiresAt = async ({ client }: BoundBrowser) =>
  (await client.get('/api/me?strategy=dbsc')).json<{ expiresAt: string }>().expiresAt

test('the copy gets no further cookie, and its end does not move; the owner goes on', async ({ owner }) => {
  const thief = await owner.stolen()
  const end = await expiresAt(thief)
  expect(Date.parse(end) - Date.now()).toBeLessThanOrEqual(300_000)
  expectNotRefreshed(await thief.refresh())
  expect((await owner.refresh()).status).toBe(200)
  expectNotRefreshed(await thief.refresh())
  expect(await expiresAt(thief)).toBe(end)
  expect(await owner.isSignedIn()).toBe(true)
})

test('renewing moves no cookie: only the key gets the next one', async ({ owner }) => {
  const thief = await owner.stolen()
  const end = await expiresAt(thief)
  const answer = await thief.client.post('/api/renew', { strategy: 'dbsc' })
  expect([answer.status, answer.setCookies]).toEqual([200, []])
  expect(await expiresAt(thief)).toBe(end)
})

test('a tampered cookie is none, also with the key', async ({ owner }) => {
  const value = owner.client.jar.get('session.dbsc')!
  const later = Buffer.from(
    Buffer.from(value.split('.')[0]!, 'base64url').toString().replace(/\d+$/, '9999999999'),
  )
  for (const forged of [
    value.slice(1),
    `${value}A`,
    `${later.toString('base64url')}.${value.split('.')[1]}`,
  ]) {
    const forger = await owner.stolen()
    forger.client.jar.set('session.dbsc', forged)
    expect((await forger.client.get('/api/me?strategy=dbsc')).json()).toEqual({
      status: 'anonymous',
      because: 'malformed',
    })
  }
})
