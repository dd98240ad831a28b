import { runExperiment, verdictsOf } from '../support/experiments'
import { expect, test } from '../support/test'

/** The experiments that need a real browser: a script in a page, and pages of other sites. */

test('a script that somebody injected', async ({ app, page }) => {
  const outcomes = await runExperiment(app, 'stolen-by-script', (url) => page.goto(url))
  const used = 'Used in the page, not taken away'
  const taken = 'Taken away from sessionStorage and memory, used elsewhere'
  expect(verdictsOf(outcomes)).toEqual({ database: used, jwt: used, bearer: taken, hybrid: taken })
  const inCookie = { 'kept in a cookie, without a policy': 'used in the page' }
  const inPage = {
    'kept in sessionStorage, without a policy': 'taken away',
    'kept in memory, without a policy': 'taken away',
  }
  const under = { 'under the policy of the app': 'the script did not run' }
  expect(outcomes.database?.measured).toEqual({ ...inCookie, ...under })
  expect(outcomes.jwt?.measured).toEqual({ ...inCookie, ...under })
  expect(outcomes.bearer?.measured).toEqual({ ...inPage, ...under })
  expect(outcomes.hybrid?.measured).toEqual({ ...inPage, ...under })
  await expect(page.getByRole('status')).toHaveText('Done. You can close this window.')
})

test('requests from other sites', async ({ app, page }) => {
  const outcomes = await runExperiment(app, 'cross-site-request', (url) => page.goto(url))
  const cookie = 'Refused, also where the cookie comes along'
  const nothing = 'Refused: nothing comes along by itself'
  expect(verdictsOf(outcomes)).toEqual({ database: cookie, jwt: cookie, bearer: nothing, hybrid: nothing })
  expect(outcomes.database?.measured).toEqual({
    'from another site': '403, 405, 403, without the credential',
    'from another port of this host': '403, 405, 403, with the credential',
  })
  expect(outcomes.bearer?.measured).toEqual({
    'from another site': '403, 405, 403, without the credential',
    'from another port of this host': '403, 405, 403, without the credential',
  })
})

test('leaves nothing in the browser, and does not touch who is signed in there', async ({
  app,
  page,
  person,
}) => {
  await page.goto(`${app.url}/sign-in`)
  await page.getByLabel('Email').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Account', level: 1 })).toBeVisible()
  const before = await page.context().cookies(app.url)
  const other = await page.context().newPage()
  await runExperiment(app, 'cross-site-request', (url) => other.goto(url))
  await expect(other.getByRole('status')).toHaveText('Done. You can close this window.')
  const sessions = (await page.context().cookies()).filter(({ name }) => name.startsWith('session.'))
  expect(sessions).toEqual(before.filter(({ name }) => name.startsWith('session.')))
})
