import { cookieStrategyIds } from '@/lib/strategies'
import { BoundBrowser, expect, makePerson, test } from '../../support/dbsc'

/** A thief with a copy of the cookie asks for another strategy: its cookie would be bound to nothing, and good for a day. */

test('a bound session is moved to no other strategy; nothing is set, and it goes on', async ({ owner }) => {
  const thief = await owner.stolen()
  for (const strategy of cookieStrategyIds.filter((id) => id !== 'dbsc')) {
    const answer = await thief.client.post('/api/strategy', { strategy })
    expect([answer.status, answer.json()]).toMatchObject([401, { code: 'reauthentication_required' }])
    expect(answer.setCookies).toEqual([])
  }
  expect((await owner.refresh()).status).toBe(200)
  expect(await owner.isSignedIn()).toBe(true)
})

test('one that no key was registered for is moved, and asks for a key when it comes back', async ({
  app,
}) => {
  const browser = await BoundBrowser.signIn(app, await makePerson(app))
  expect((await browser.client.post('/api/strategy', { strategy: 'database' })).status).toBe(200)
  expect(await browser.isSignedIn()).toBe(false)
  const back = await browser.client.post('/api/strategy', { strategy: 'dbsc' })
  expect(back.status).toBe(200)
  expect(back.headers['secure-session-registration']).toContain('path="/api/dbsc/register"')
  expect(await browser.isSignedIn()).toBe(true)
})
