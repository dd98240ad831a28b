import { BoundBrowser, expect, expectNotBound, makePerson, test } from '../../support/dbsc'

/** Somebody has the cookie and the challenge of a sign-in, and registers first. */

test('when the browser of the person registers as well, the session ends for both', async ({ app }) => {
  const person = await makePerson(app)
  const owner = await BoundBrowser.signIn(app, person)
  const thief = await owner.stolen()
  expect((await thief.register()).status).toBe(200)
  expectNotBound(await owner.register())
  expect(await thief.isSignedIn()).toBe(false)
  expect(await owner.isSignedIn()).toBe(false)
  const again = await BoundBrowser.bound(app, person)
  expect((await again.client.get('/account')).text).toContain('Two devices claimed one sign-in')
})

test('of two registrations at the same moment at most one is taken, and then the session is nobody’s', async ({
  app,
}) => {
  const owner = await BoundBrowser.signIn(app, await makePerson(app))
  const thief = await owner.stolen()
  const answers = await Promise.all([owner.register(), thief.register()])
  expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1)
  expect(answers.every(({ status }) => [200, 403].includes(status))).toBe(true)
  expect([await owner.isSignedIn(), await thief.isSignedIn()]).toEqual([false, false])
})

test('the challenge without the cookie, or with the cookie of somebody else, registers nothing', async ({
  app,
}) => {
  const owner = await BoundBrowser.signIn(app, await makePerson(app))
  const thief = await owner.stolen()
  thief.client.jar.clear()
  expectNotBound(await thief.register())
  await thief.client.post('/api/sign-in', { ...(await makePerson(app)), name: undefined, strategy: 'dbsc' })
  expectNotBound(await thief.register())
  expect((await owner.register()).status).toBe(200)
  expect(await owner.isSignedIn()).toBe(true)
})
