import { makePerson } from '../support/people'
import { across, same, signInEverywhere } from './side-by-side'
import { expect, test } from './browser-test'

test.use({ settings: { RATE_LIMIT_SIGN_IN_PER_ACCOUNT: '1', ACCESS_TOKEN_TTL_SECONDS: '8' } })

test('too many wrong passwords: said in words, with the time to wait', async ({ page, app }) => {
  const { email } = await makePerson(app)
  await page.goto('/compare')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill('not this one, surely')
  await page.getByRole('button', { name: 'Sign in everywhere' }).click()
  await expect(page.getByText('That email and password do not match an account.')).toBeVisible()
  await page.getByRole('button', { name: 'Sign in everywhere' }).click()
  await expect(page.getByText(/^Too many attempts\..+ Retry after \d+ (minutes|seconds)\.$/)).toBeVisible()
})

test('a credential that ends by itself is not shown as good', async ({ page, app }) => {
  await signInEverywhere(page, await makePerson(app))
  await expect
    .poll(() => across(page, 'State'), { timeout: 30_000 })
    .toEqual({ ...same('Refused: expired'), database: 'Signed in', jwt: 'Signed in', dbsc: 'Signed in' })
})
