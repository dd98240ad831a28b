import type { Page } from '@playwright/test'
import { makePerson } from '../support/people'
import {
  bearersOf,
  call,
  kinds,
  readable,
  requestsTo,
  signInHere,
  statuses,
  stores,
  type Kind,
  type Store,
} from './single-page'
import { expect, test } from './test'

/** The single-page client with a password: three places, two kinds, several tabs, two ways out (S3, S4, A64). */

const eachKind = Object.keys(kinds) as Kind[]
const eachStore = Object.keys(stores) as Store[]
const jwt = /eyJ[\w-]+\.[\w-]+\.[\w-]+/
const afterReload = { memory: 'the refresh cookie', session: 'sessionStorage', local: 'localStorage' }
const inSecondTab = { memory: 'another tab, which holds it in memory', session: null, local: 'localStorage' }

const cameFrom = (page: Page, what: string) =>
  expect(page.getByText(`This page got it from: ${what}.`)).toBeVisible()

/** Where tokens lie, by what a script reads. */
async function placesOfTokens(page: Page) {
  const { cookie, session, local, databases, caches } = await readable(page)
  expect([databases, caches]).toEqual([[], []])
  expect(cookie).not.toMatch(jwt)
  return { session: jwt.test(session), local: jwt.test(local) }
}

for (const store of eachStore)
  for (const kind of eachKind)
    test(`${kind} in ${store}: who can read it, after a reload, in a second tab`, async ({
      page,
      context,
      person,
    }) => {
      const bearers = bearersOf(context)
      await signInHere(page, person, kind, store)
      expect(await call(page)).toEqual(['200'])
      await expect(page.getByText(`"strategy": "${kind}"`)).toBeVisible()
      expect(await call(page, '/api/admin/stats')).toEqual(['403'])
      expect(await placesOfTokens(page)).toEqual({ session: store === 'session', local: store === 'local' })
      for (const token of bearers) expect(await page.content()).not.toContain(token)

      await page.reload()
      await cameFrom(page, afterReload[store])
      expect(await call(page)).toEqual(['200'])

      const second = await context.newPage()
      await second.goto('/spa')
      const found = inSecondTab[store]
      if (found) await cameFrom(second, found)
      else await expect(second.getByLabel('Email')).toBeVisible()
    })

test('the refresh cookie is for one path, and no script and no other site', async ({
  page,
  context,
  person,
}) => {
  await signInHere(page, person, 'bearer', 'memory')
  const cookie = (await context.cookies(`${page.url()}/../api/token/browser`)).find(
    ({ name }) => name === 'refresh',
  )
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/api/token/browser' })
  expect(Object.values(await readable(page)).join()).not.toContain(cookie!.value)
  const elsewhere = page.waitForRequest('**/api/me')
  await call(page)
  expect((await (await elsewhere).allHeaders()).cookie ?? '').not.toContain(cookie!.value)
})

test('a refused access token is refreshed, and the call made once more', async ({ page, person }) => {
  await signInHere(page, person, 'hybrid', 'local')
  await page.evaluate(() => {
    const held = JSON.parse(localStorage.getItem('spa.tokens')!) as { accessToken: string }
    const accessToken = held.accessToken.slice(0, -9) + 'AAAAAAAAA'
    localStorage.setItem('spa.tokens', JSON.stringify({ ...held, accessToken }))
  })
  await page.reload()
  await cameFrom(page, 'localStorage')
  expect(await call(page)).toEqual(['401', '200', '200'])
  expect(await call(page)).toEqual(['200'])
})

for (const store of ['memory', 'local'] as const)
  test(`two tabs refresh at once, ${store}: one request`, async ({ page, context, person }) => {
    await signInHere(page, person, 'bearer', store)
    const second = await context.newPage()
    await second.goto('/spa')
    await cameFrom(second, inSecondTab[store])
    const path = store === 'memory' ? '/api/token/browser/refresh' : '/api/token/refresh'
    const sent = requestsTo(context, path)
    const [buttons, tabs] = [
      [page, second].map((tab) => tab.getByRole('button', { name: 'Refresh' })),
      [page, second],
    ]
    await context.route(`**${path}`, async (route) => {
      for (const button of buttons) await expect(button).toHaveAttribute('aria-disabled', 'true') // both are at it
      await route.continue()
    })
    await Promise.all(buttons.map((button) => button.click()))
    for (const tab of tabs) await expect(tab.getByText(/got it from: (a refresh|another tab)/)).toBeVisible()
    for (const button of buttons) await expect(button).toHaveAttribute('aria-disabled', 'false')
    expect(sent).toHaveLength(1)
    for (const tab of tabs) expect(await call(tab)).toEqual(['200'])
    expect(sent).toHaveLength(1)
  })

test('a second browser that uses the refresh token ends it for both', async ({ page, context, person }) => {
  await signInHere(page, person, 'hybrid', 'local')
  const stolen = await page.evaluate(
    () => (JSON.parse(localStorage.getItem('spa.tokens')!) as { refreshToken: string }).refreshToken,
  )
  const refreshes = () => context.request.post('/api/token/refresh', { data: { refresh_token: stolen } })
  const first = (await (await refreshes()).json()) as { refresh_token: string }
  await context.request.post('/api/token/refresh', { data: { refresh_token: first.refresh_token } })
  await page.getByRole('button', { name: 'Refresh' }).click()
  await expect(page.getByText('That session has ended: sign in again.')).toBeVisible()
  expect(await placesOfTokens(page)).toEqual({ session: false, local: false })
})

for (const store of eachStore)
  for (const kind of eachKind) {
    test(`${kind} in ${store}: signed out with revocation`, async ({ page, person }) => {
      await signInHere(page, person, kind, store)
      await page.getByRole('button', { name: 'Sign out and revoke' }).click()
      await expect(page.getByText(/The server ended the session/)).toBeVisible()
      await page.getByRole('button', { name: 'Try the access token' }).click()
      await expect(page.getByText(kind === 'bearer' ? /^Accepted:/ : /^Refused:/)).toBeVisible()
      await page.getByRole('button', { name: 'Try to refresh' }).click()
      await expect(page.getByRole('list', { name: 'Tries with the copy' }).getByRole('listitem')).toHaveCount(
        2,
      )
      expect(await statuses(page, 'Tries with the copy')).toEqual([kind === 'bearer' ? '200' : '401', '400'])
      expect(await placesOfTokens(page)).toEqual({ session: false, local: false })
      await page.reload()
      await expect(page.getByLabel('Email')).toBeVisible()
    })

    test(`${kind} in ${store}: dropped here only`, async ({ page, person }) => {
      await signInHere(page, person, kind, store)
      await page.getByRole('button', { name: 'Drop the tokens here only' }).click()
      await expect(page.getByText(/The server was not told/)).toBeVisible()
      for (const [index, what] of ['Try the access token', 'Try to refresh'].entries()) {
        await page.getByRole('button', { name: what }).click()
        const tries = page.getByRole('list', { name: 'Tries with the copy' }).getByRole('listitem')
        await expect(tries).toHaveCount(index + 1)
      }
      expect(await statuses(page, 'Tries with the copy')).toEqual(['200', '200'])
      await page.reload()
      await expect(page.getByLabel('Email')).toBeVisible()
    })
  }

test('signed out in one tab is signed out in the other', async ({ page, context, person }) => {
  await signInHere(page, person, 'bearer', 'memory')
  const second = await context.newPage()
  await second.goto('/spa')
  await cameFrom(second, inSecondTab.memory)
  await page.getByRole('button', { name: 'Sign out and revoke' }).click()
  await expect(second.getByText('Another tab signed out.')).toBeVisible()
  await expect(second.getByLabel('Email')).toBeVisible()
})

test('who signs in again in this browser has ended what was there before', async ({ page, app, context }) => {
  const [one, other] = [await makePerson(app), await makePerson(app)]
  await signInHere(page, one, 'hybrid', 'memory')
  const [before] = await context.cookies(`${app.url}/api/token/browser`)
  await page.getByRole('button', { name: 'Drop the tokens here only' }).click()
  await signInHere(page, other, 'hybrid', 'memory')
  const data = { refresh_token: before!.value }
  expect((await context.request.post('/api/token/refresh', { data })).status()).toBe(400)
})

test('a wrong password says so, and nothing is kept', async ({ page, person }) => {
  await page.goto('/spa')
  await page.getByLabel('Email').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill('not the password at all')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText('That email and password do not match an account.')).toBeVisible()
  expect(await readable(page)).toMatchObject({ session: '{}', local: '{}' })
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })
  test('a sentence says that it is needed, and there is no form to send', async ({ page }) => {
    await page.goto('/spa')
    await expect(page.getByText(/it needs JavaScript/)).toBeVisible()
    await expect(page.getByLabel('Password')).toHaveCount(0)
  })
})
