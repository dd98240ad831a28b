import { expect, type Page } from '@playwright/test'
import { tokenFromMail, type Person, type StrategyId } from '../support/people'
import { test as base } from '../support/test'
import { byStrategy, cookieStrategyIds, strategies } from '@/lib/strategies'

/** A browser at this worker's own instance. What it logs as an error fails the test. */
export const test = base.extend<{ quietConsole: void }>({
  baseURL: async ({ app }, use) => use(app.url),
  quietConsole: [
    async ({ page }, use) => {
      const errors: string[] = []
      page.on('pageerror', (error) => errors.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error' && !expectedStatus.test(message.text())) errors.push(message.text())
      })
      await use()
      expect(errors).toEqual([])
    },
    { auto: true },
  ],
})

/** Chromium reports each 4xx and 503 that a page fetched; those are ours to test. */
const expectedStatus = /Failed to load resource: the server responded with a status of (4\d\d|503)/

export { expect } from '@playwright/test'

export const names = byStrategy(cookieStrategyIds, (id) => strategies[id].name)

export async function signInByForm(page: Page, { email, password }: Person, strategy: StrategyId) {
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('radio', { name: names[strategy] }).check()
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** Signs in and arrives at the account page. */
export async function enter(page: Page, person: Person, strategy: StrategyId) {
  await page.goto('/sign-in')
  await signInByForm(page, person, strategy)
  await expect(page).toHaveURL('/account')
}

/** The one shape of every reader, asked by the page itself. */
export const me = (page: Page, query = '') =>
  page.evaluate(async (search) => {
    const answer = await fetch(`/api/me${search}`)
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }, query)

export { tokenFromMail }
