import type { Page } from '@playwright/test'
import { makePerson, newPerson } from '../support/people'
import { continueWith, signInAtProvider } from './at-provider'
import { enter, expect, me, test } from './browser-test'

/** Connecting a provider to an account: by the person's word only. */

/** An instance of its own: here Sam becomes somebody else. */
test.use({ settings: { OIDC_KEEP: 'claims' } })

const removal = (page: Page) => page.getByRole('button', { name: 'Remove Local provider' })

test('connected from the account, it signs in from then on; the last way in cannot be removed', async ({
  page,
  app,
}) => {
  const person = await makePerson(app)
  await enter(page, person, 'database')
  await page.getByRole('button', { name: 'Connect Local provider' }).click()
  await signInAtProvider(page, 'sam@provider.example')
  await expect(page).toHaveURL(/\/account/)
  await expect(page.getByText(/Connect Sam Okafor/)).toBeVisible()
  expect((await me(page)).body).toMatchObject({ user: { email: person.email }, provider: 'credentials' })
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(removal(page)).toBeVisible()
  await expect(page.getByText('You connected another way to sign in.')).toBeVisible()

  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await expect(page).toHaveURL(/\/sign-in/)
  await continueWith(page, 'Local provider (public client)')
  await expect(page).toHaveURL('/account') // the provider still knows the browser, and both clients are one issuer
  expect((await me(page)).body).toMatchObject({ user: { email: person.email }, provider: 'local-public' })

  // the provider asked nobody this time: what it recognised may be old, and soon is
  await removal(page).click()
  await expect(page.getByRole('button', { name: 'Connect Local provider' })).toBeVisible()
})

test('an address that has an account here connects nothing: the person proves it first', async ({
  page,
  app,
}) => {
  const person = await makePerson(app, { ...newPerson(), email: 'sam@provider.example' })
  await page.goto('/sign-in')
  await continueWith(page, 'Local provider')
  await signInAtProvider(page, 'sam@provider.example')
  await expect(page.getByText(/There is an account with that email address already/)).toBeVisible()
  expect((await me(page)).status).toBe(401)
  await enter(page, person, 'jwt')
  await expect(page.getByText(/Connect Sam Okafor \(sam@provider.example\)/)).toBeVisible()
  await page.getByRole('button', { name: 'Do not connect' }).click()
  await expect(page.getByText(/Connect Sam Okafor/)).toBeHidden()
  await expect(removal(page)).toBeHidden()
})

test('a person who is signed in and continues with a provider is replaced, not merged', async ({
  page,
  app,
}) => {
  const person = await makePerson(app)
  await enter(page, person, 'database')
  await page.goto('/sign-in')
  await continueWith(page, 'Local provider')
  await signInAtProvider(page, 'lin@provider.example')
  await expect(page).toHaveURL('/account')
  expect((await me(page)).body).toMatchObject({ user: { email: 'lin@provider.example' } })
  await expect(page.getByText('You have no password.')).toBeVisible()

  await page.goto('/sign-in')
  await enter(page, person, 'database')
  await expect(page.getByRole('button', { name: 'Connect Local provider' })).toBeVisible()
})

test('only a provider, and never a password: its only way in stays', async ({ page }) => {
  await page.goto('/sign-in')
  await continueWith(page, 'Local provider')
  await signInAtProvider(page, 'lin@provider.example')
  await page.waitForURL('/account')
  await page.goto('/account')
  await removal(page).click()
  await expect(page.getByText('This is your only way to sign in. Add another one first.')).toBeVisible()
  await expect(removal(page)).toBeVisible()
})
