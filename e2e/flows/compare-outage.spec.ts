import { makePerson } from '../support/people'
import { during, test as troubled } from '../support/troubled'
import { act, across, idle, log, same, sendToAll, signInEverywhere } from './side-by-side'
import { expect } from './browser-test'

/** The database is away: each column says what still works under it, and none says "signed out". */

const test = troubled.extend({ baseURL: async ({ app }, use) => use(app.url) })

test('what needs no look-up goes on; the others cannot tell, and say when to come back', async ({
  page,
  app,
  cluster,
}) => {
  await signInEverywhere(page, await makePerson(app))
  await during(cluster, app, ['stop', 'start'], async () => {
    await sendToAll(page, '/api/me')
    const statuses = { ...same('503'), jwt: '200', bearer: '200' }
    await expect.poll(() => across(page, 'Status')).toEqual(statuses)
    await idle(page)
    const cannotTell = 'Cannot tell. Retry after 5 seconds.'
    expect(await across(page, 'It says')).toEqual({
      ...same('authenticated'),
      database: cannotTell,
      dbsc: cannotTell,
      hybrid: cannotTell,
      dpop: cannotTell,
    })
    expect(await across(page, 'State')).toEqual({
      ...same('Accepted, its row cannot be read'),
      database: 'Cannot tell',
      dbsc: 'Cannot tell',
      hybrid: 'Cannot tell',
      dpop: 'Cannot tell',
    })
    expect(await across(page, 'Session rows')).toEqual(same('–'))

    await act(page, 'Sign out here', 'database').click()
    await expect(log(page)).toContainText('not signed out. We cannot tell right now.')
    await idle(page)
    await page.reload()
    expect((await across(page, 'State')).database).toBe('Cannot tell')
  })
  await page.reload()
  expect(await across(page, 'State')).toMatchObject({ database: 'Signed in', jwt: 'Signed in' })
})
