import type { Locator, Page } from '@playwright/test'
import type { Person } from '../support/people'
import { expect } from './browser-test'
import { byStrategy, strategies as table, strategyIds, type StrategyId } from '@/lib/strategies'

/** `/compare`, as somebody uses and reads it. */

export const strategies = strategyIds
export type Strategy = StrategyId
export const named = byStrategy(strategyIds, (id) => table[id].name)

export async function signInEverywhere(page: Page, { email, password }: Pick<Person, 'email' | 'password'>) {
  await page.goto('/compare')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in everywhere' }).click()
  await expect(page.getByText(`signed in ${strategyIds.length} times in this page`)).toBeVisible()
  await idle(page)
}

export const row = (page: Page, label: string): Locator =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: label, exact: true }) })

/** What the columns say in a row; what is the same in all counts for each. */
export async function across(page: Page, label: string): Promise<Record<Strategy, string>> {
  const cells = row(page, label).getByRole('cell')
  const texts = (await cells.allInnerTexts()).map((text) => text.replace(/, in all$/, '').trim())
  const of = (index: number) => (texts.length === 1 ? texts[0]! : texts[index]!)
  return byStrategy(strategyIds, (id) => of(strategyIds.indexOf(id)))
}

export const same = (text: string) => byStrategy(strategyIds, () => text)

export const act = (page: Page, what: string, strategy: Strategy) =>
  page.getByRole('button', { name: `${what} under ${named[strategy]}`, exact: true })

export async function sendToAll(page: Page, path: string) {
  await page.getByRole('radio', { name: `GET ${path}` }).check()
  await page.getByRole('button', { name: 'Send to all' }).click()
}

export const log = (page: Page) => page.getByRole('log')
export const idle = (page: Page) => expect(page.getByRole('status')).toHaveText('')
