import {
  deviceProof,
  expect,
  expectNotBound,
  expectNotRefreshed,
  makePerson,
  newKeyPair,
  test,
  BoundBrowser,
} from '../../support/dbsc'

/** The key is the one that was registered. */

test('another key refreshes nothing, also where its public part goes with it', async ({ owner }) => {
  const other = await newKeyPair()
  const challenge = await owner.challenge()
  expectNotRefreshed(await owner.refresh({ challenge, wrong: { signedWith: other.privateKey } }))
  const withKey = await deviceProof(other, challenge, { isFirst: true })
  expectNotRefreshed(await owner.present('/api/dbsc/refresh', withKey))
  expect((await owner.refresh({ challenge })).status).toBe(200)
})

test('a registration that is signed by another key than that of its header is none', async ({ app }) => {
  const fresh = await BoundBrowser.signIn(app, await makePerson(app))
  const { privateKey: signedWith } = await newKeyPair()
  expectNotBound(await fresh.register({ wrong: { signedWith } }))
  expect((await fresh.register()).status).toBe(200)
})
