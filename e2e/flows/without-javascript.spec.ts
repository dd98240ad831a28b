import { newPerson, strategies } from '../support/people'
import { expect, names, signInByForm, test, tokenFromMail } from './browser-test'

test.use({ javaScriptEnabled: false })

for (const strategy of strategies)
  test(`${strategy}: sign in, switch and sign out without JavaScript`, async ({ page, person }) => {
    await page.goto('/account')
    await signInByForm(page, { ...person, password: 'not this one, surely' }, strategy)
    await expect(page.getByText('That email and password do not match an account.')).toBeVisible()
    await expect(page.getByLabel('Email')).toHaveValue(person.email)
    await signInByForm(page, person, strategy)
    await expect(page).toHaveURL('/account')
    const strip = page.getByRole('region', { name: 'Who is signed in' })
    await expect(strip).toContainText(person.email)

    const other = names[strategies.find((id) => id !== strategy)!]
    await page.getByRole('radio', { name: other }).check()
    await page.getByRole('button', { name: 'Switch' }).click()
    await expect(page.getByRole('region', { name: 'Who is signed in' })).toContainText(other)

    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await page.goto('/account')
    await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/)
  })

test('sign up, confirm, forget and reset without JavaScript', async ({ page, app }) => {
  const person = newPerson()
  await page.goto('/sign-up')
  await page.getByLabel('Name').fill(person.name)
  await page.getByLabel('Email').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByText('Open the link in it to confirm')).toBeVisible()
  await page.goto(`/verify-email?token=${await tokenFromMail(app, person.email, '/verify-email')}`)
  await page.getByRole('button', { name: 'Confirm address' }).click()
  await expect(page).toHaveURL(/\/sign-in/)

  await page.goto('/forgot-password')
  await page.getByLabel('Email').fill(person.email)
  await page.getByRole('main').getByRole('button').first().click()
  await expect(page.getByText(/if there is an account|check your mail/i).first()).toBeVisible()
  await page.goto(`/reset-password?token=${await tokenFromMail(app, person.email, '/reset-password')}`)
  const password = 'eleven calm herons wade'
  await page.getByLabel('New password', { exact: true }).fill(password)
  await page
    .getByRole('main')
    .getByRole('button', { name: /password/i })
    .last()
    .click()
  await expect(page).toHaveURL(/\/sign-in/)
  await signInByForm(page, { ...person, password }, 'database')
  await expect(page).toHaveURL('/account')
})
