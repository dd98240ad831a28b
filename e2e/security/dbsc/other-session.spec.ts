import {
  BoundBrowser,
  expect,
  expectNotBound,
  expectNotRefreshed,
  makePerson,
  test,
} from '../../support/dbsc'

/** A challenge is for one session. */

test('the challenge of another session refreshes nothing, also with the right key', async ({
  app,
  owner,
}) => {
  const other = await BoundBrowser.bound(app, await makePerson(app))
  expectNotRefreshed(await owner.refresh({ challenge: await other.challenge() }))
  expect((await other.refresh()).status).toBe(200)
  expect((await owner.refresh()).status).toBe(200)
})

test('the challenge of another sign-in registers nothing, neither here nor there', async ({ app }) => {
  const [own, other] = await Promise.all([
    BoundBrowser.signIn(app, await makePerson(app)),
    BoundBrowser.signIn(app, await makePerson(app)),
  ])
  expectNotBound(await own.register({ challenge: other.offered }))
  expect((await own.register()).status).toBe(200)
  expect((await other.register()).status).toBe(200)
})

test('a challenge to refresh registers nothing, and one to register refreshes nothing', async ({
  app,
  owner,
}) => {
  const fresh = await BoundBrowser.signIn(app, await makePerson(app))
  expectNotBound(await fresh.register({ challenge: await owner.challenge() }))
  expectNotRefreshed(await owner.refresh({ challenge: owner.offered }))
})
