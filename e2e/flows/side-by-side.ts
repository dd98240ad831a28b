import type { Locator, Page } from '@playwright/test'
import type { Person } from '../support/people'
import { expect } from './test'

/** `/compare`, as somebody uses and reads it. */

export const strategies = ['database', 'jwt', 'bearer', 'hybrid'] as const
export type Strategy = (typeof strategies)[number]
export const named = {
  database: 'Database session',
  jwt: 'JWT',
  bearer: 'Bearer token',
  hybrid: 'Hybrid',
} as const

export async function signInEverywhere(page: Page, { email, password }: Pick<Person, 'email' | 'password'>) {
  await page.goto('/compare')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in everywhere' }).click()
  await expect(page.getByText('signed in 4 times in this page')).toBeVisible()
  await idle(page)
}

export const row = (page: Page, label: string): Locator =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: label, exact: true }) })

/** What the columns say in a row; what is the same in all counts for each. */
export async function across(page: Page, label: string): Promise<Record<Strategy, string>> {
  const cells = row(page, label).getByRole('cell')
  const texts = (await cells.allInnerTexts()).map((text) => text.replace(/, in all$/, '').trim())
  const of = (index: number) => (texts.length === 1 ? texts[0]! : texts[index]!)
  return { database: of(0), jwt: of(1), bearer: of(2), hybrid: of(3) }
}

export const same = (text: string) => ({ database: text, jwt: text, bearer: text, hybrid: text })

export const act = (page: Page, what: string, strategy: Strategy) =>
  page.getByRole('button', { name: `${what} under ${named[strategy]}`, exact: true })

export async function sendToAll(page: Page, path: string) {
  await page.getByRole('radio', { name: `GET ${path}` }).check()
  await page.getByRole('button', { name: 'Send to all' }).click()
}

export const log = (page: Page) => page.getByRole('log')
export const idle = (page: Page) => expect(page.getByRole('status')).toHaveText('')
