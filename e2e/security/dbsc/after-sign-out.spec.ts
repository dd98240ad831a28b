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
