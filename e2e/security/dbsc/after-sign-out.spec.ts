import { expect, test, type BoundBrowser } from '../../support/dbsc'

/** A session that has ended is not refreshed: the browser is told to forget it. */

async function expectForgotten(owner: BoundBrowser, challenge: string) {
  const answer = await owner.refresh({ challenge })
  expect([answer.status, answer.json()]).toEqual([
    200,
    { session_identifier: owner.sessionId, continue: false },
  ])
  expect(answer.setCookies).toEqual([])
  expect(await owner.isSignedIn()).toBe(false)
}

test('after signing out', async ({ owner }) => {
  const challenge = await owner.challenge()
  expect((await owner.client.post('/api/sign-out', { strategy: 'dbsc' })).status).toBe(204)
  await expectForgotten(owner, challenge)
})

test('after it was ended from elsewhere, also for the cookie that is good still', async ({ owner }) => {
  const challenge = await owner.challenge()
  const other = await owner.stolen()
  expect((await other.client.post('/api/sign-out', { strategy: 'dbsc' })).status).toBe(204)
  await expectForgotten(owner, challenge)
})

test('after another strategy took it over, and after it came back', async ({ owner }) => {
  const challenge = await owner.challenge()
  const copy = await owner.stolen()
  expect((await owner.client.post('/api/strategy', { strategy: 'database' })).status).toBe(200)
  await expectForgotten(owner, challenge)
  expect((await owner.client.post('/api/strategy', { strategy: 'dbsc' })).status).toBe(200)
  expect(await owner.isSignedIn()).toBe(true)
  expect(await copy.isSignedIn()).toBe(false)
  expect((await copy.refresh({ challenge })).json()).toMatchObject({ continue: false })
})
