import type { Page } from '@playwright/test'
import { admin } from '../support/people'

/** Presses "Continue with …" and arrives at the provider. */
export async function continueWith(page: Page, name: string) {
  await page.getByRole('button', { name: `Continue with ${name}`, exact: true }).click()
}

/** At the provider's own sign-in page. Its people have the demo accounts' password. */
export async function signInAtProvider(page: Page, email: string) {
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(admin.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}
