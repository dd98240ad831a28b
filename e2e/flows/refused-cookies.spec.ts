import { mkdirSync, writeFileSync } from 'node:fs'
import { chromium, type BrowserContext, type LaunchOptions, type Page } from '@playwright/test'
import { findBrowser } from '../../scripts/testing/browser'
import { Client } from '../support/client'
import { strategies } from '../support/people'
import { expect, signInByForm, test as base } from './browser-test'

/** A browser that takes no cookie never looks signed in: it is told, and what to do. */

const refused = 'this browser did not keep the cookie'

/** No cookie arrives and none is sent, as in a browser that refuses them without telling its scripts. */
async function refuseCookies(context: BrowserContext) {
  await context.route('**', async (route) => {
    const { cookie: _, ...headers } = await route.request().allHeaders()
    const answer = await route.fetch({ headers, maxRedirects: 0 })
    const { 'set-cookie': __, ...kept } = answer.headers()
    await context.clearCookies()
    await route.fulfill({ response: answer, headers: kept })
  })
}

async function expectToldSo(page: Page) {
  await expect(page.getByText(refused)).toBeVisible()
  await expect(page.getByRole('region', { name: 'Who is signed in' })).toContainText('Not signed in')
  await expect(page.getByRole('heading', { name: 'Sessions and devices' })).toHaveCount(0)
}

for (const javaScriptEnabled of [true, false])
  base.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    base.use({ javaScriptEnabled })

    for (const strategy of strategies)
      base(`${strategy}: signing in says that the cookie was not kept`, async ({ page, person }) => {
        await refuseCookies(page.context())
        await page.goto('/sign-in?callbackUrl=/choose')
        await signInByForm(page, person, strategy)
        await expectToldSo(page)
        await expect(page).toHaveURL(/callbackUrl=%2Fchoose&cookieCheck=/) // and stays: no loop
        await page.context().unrouteAll({ behavior: 'ignoreErrors' })
      })

    base(
      'a browser that came without any cookie, and keeps them, goes on to where it wanted',
      async ({ page, person }) => {
        await page.goto('/sign-in?callbackUrl=/choose')
        await page.context().clearCookies()
        await signInByForm(page, person, 'database')
        await expect(page).toHaveURL('/choose')
        await expect(page.getByRole('region', { name: 'Who is signed in' })).toContainText(person.email)
      },
    )
  })

base('the check is good for a minute: later it is a bookmark and says nothing', async ({ app }) => {
  const path = (at: number) => `/sign-in?cookieCheck=${at}`
  expect((await new Client(app).get(path(Date.now()))).text).toContain(refused)
  for (const stale of [
    path(Date.now() - 61_000),
    path(Date.now() + 61_000),
    '/sign-in?cookieCheck=x',
    '/sign-in',
  ])
    expect((await new Client(app).get(stale)).text).not.toContain(refused)
  const known = new Client(app)
  await known.get('/sign-in')
  expect((await known.get(path(Date.now()))).text).not.toContain(refused)
})

base('a choice of the strategy says the same, and one that is kept comes back', async ({ page }) => {
  const choose = async () => {
    await page.goto('/')
    await page.context().clearCookies()
    const loaded = page.waitForEvent('load') // the answer has the browser ask once more, by itself
    await page.getByRole('button', { name: 'Switch' }).click()
    await loaded
  }
  await choose()
  await expect(page).toHaveURL('/')
  await expect(page.getByText(refused)).toHaveCount(0)
  await refuseCookies(page.context())
  await choose()
  await expectToldSo(page)
  await page.context().unrouteAll({ behavior: 'ignoreErrors' })
})

base('Chromium, with cookies blocked in its settings', async ({ app, person }, info) => {
  const { launchOptions } = info.project.use
  const executablePath = findBrowser() // one that has settings
  const folder = info.outputPath('profile')
  const settings = { profile: { default_content_setting_values: { cookies: 2 } } }
  mkdirSync(`${folder}/Default`, { recursive: true })
  writeFileSync(`${folder}/Default/Preferences`, JSON.stringify(settings))
  const options: LaunchOptions = { ...launchOptions }
  if (executablePath) options.executablePath = executablePath
  const context = await chromium.launchPersistentContext(folder, { ...options, baseURL: app.url })
  const page = await context.newPage()
  await page.goto('/sign-in')
  await signInByForm(page, person, 'database')
  await expectToldSo(page)
  await context.close()
})
