import { expect, expectNotBound, expectNotRefreshed, test } from '../../support/dbsc'

/** A challenge counts once, whoever signs it. */

test('a challenge refreshes once', async ({ owner }) => {
  const challenge = await owner.challenge()
  expect((await owner.refresh({ challenge })).status).toBe(200)
  expectNotRefreshed(await owner.refresh({ challenge }))
})

test('a signed challenge that somebody has copied is good for nothing more', async ({ owner }) => {
  const challenge = await owner.challenge()
  const thief = await owner.stolen()
  expect((await owner.refresh({ challenge })).status).toBe(200)
  expectNotRefreshed(await thief.refresh({ challenge }))
})

test('a registration counts once: sent again it gives no second cookie, and the session stays', async ({
  owner,
}) => {
  expectNotBound(await owner.register())
  expect(await owner.isSignedIn()).toBe(true)
  expect((await owner.refresh()).status).toBe(200)
})

test('a challenge that this app did not make is none', async ({ owner }) => {
  const challenge = await owner.challenge()
  for (const forged of [
    'x',
    challenge.slice(0, -1),
    `${challenge}A`,
    challenge.replace('.', '..'),
    '0'.repeat(400),
  ])
    expectNotRefreshed(await owner.refresh({ challenge: forged }))
})
