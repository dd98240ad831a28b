import { expect, test } from '../../support/dbsc'

/** Two tabs: refreshing at the same moment. */

test('two refreshes at once both give a cookie, and the cookie before them goes on to its own end', async ({
  owner,
}) => {
  const before = await owner.stolen()
  const challenges = [await owner.challenge(), await owner.challenge()]
  const answers = await Promise.all(challenges.map((challenge) => owner.refresh({ challenge })))
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  for (const { setCookies } of answers) expect(setCookies).toHaveLength(1)
  expect([await owner.isSignedIn(), await before.isSignedIn()]).toEqual([true, true])
})

test('the same signed challenge twice at once is taken once', async ({ owner }) => {
  const challenge = await owner.challenge()
  const answers = await Promise.all([1, 2, 3].map(() => owner.refresh({ challenge })))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 403, 403])
})

test('a refresh while the session is ended revives nothing', async ({ owner }) => {
  const challenge = await owner.challenge()
  await Promise.all([owner.refresh({ challenge }), owner.client.post('/api/sign-out', { strategy: 'dbsc' })])
  expect(await owner.isSignedIn()).toBe(false)
})
