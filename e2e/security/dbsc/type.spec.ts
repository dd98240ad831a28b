import {
  BoundBrowser,
  expect,
  expectNotBound,
  expectNotRefreshed,
  makePerson,
  test,
} from '../../support/dbsc'

/** `typ` is dbsc+jwt: no other JWT that the key has signed is a proof. */

for (const typ of [undefined, 'JWT', 'dpop+jwt', 'at+jwt', 'dbsc', ''])
  test(`typ ${typ === undefined ? 'that is missing' : `"${typ}"`} is refused`, async ({ app, owner }) => {
    const wrong = { header: { typ } }
    expectNotRefreshed(await owner.refresh({ wrong }))
    const fresh = await BoundBrowser.signIn(app, await makePerson(app))
    expectNotBound(await fresh.register({ wrong }))
    expect((await fresh.register()).status).toBe(200)
  })
