import { formFields } from '../support/page'
import { signedIn } from '../support/people'
import { Client } from '../support/client'
import { continueWith, signInAtProvider } from './at-provider'
import { expect, signInByForm, test } from './browser-test'

/** A page is come back to as it was asked for, its query included, whichever way somebody signs in. */

const asked = '/account?a=1&a=2&b=%26+x&q=%C3%BC'
const signIn = `/sign-in?callbackUrl=${encodeURIComponent(asked)}`

for (const javaScriptEnabled of [true, false])
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    test('by the form, after a wrong password and a look at the other pages', async ({ page, person }) => {
      await page.goto(asked)
      await expect(page).toHaveURL(signIn)
      for (const [there, back] of [
        ['Forgot your password?', 'Back to sign in'],
        ['Sign up', 'Sign in'],
      ] as const) {
        await page.getByRole('main').getByRole('link', { name: there, exact: true }).click()
        await page.getByRole('main').getByRole('link', { name: back, exact: true }).click()
        await expect(page).toHaveURL(signIn)
      }
      await signInByForm(page, { ...person, password: 'not this one, surely' }, 'database')
      await expect(page.getByText('That email and password do not match an account.')).toBeVisible()
      await signInByForm(page, person, 'database')
      await expect(page).toHaveURL(asked)
    })

    test('through a provider', async ({ page }) => {
      await page.goto(asked)
      await continueWith(page, 'Local provider')
      await signInAtProvider(page, 'lin@provider.example')
      await expect(page).toHaveURL(asked)
    })
  })

test('a page that is opened within the app: without the parameter that Next adds', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Account' }).click()
  await expect(page).toHaveURL('/sign-in?callbackUrl=%2Faccount')
})

test('a page that refuses somebody whose session was ended leads back to itself', async ({ app, person }) => {
  const client = await signedIn(app, person, 'jwt')
  const thief = client.jar.copy()
  await client.post('/api/sign-out')
  client.jar = thief
  for (const path of ['/account?a=1', '/admin?after=x']) {
    const { status, text } = await client.get(path)
    expect(status).toBe(401)
    expect(text).toContain(`href="/sign-in?callbackUrl=${encodeURIComponent(path)}"`)
  }
})

test('signing in does not lead to signing in, nor to what is no page', async ({ app }) => {
  for (const callbackUrl of [
    '/sign-in',
    '/sign-in?callbackUrl=/sign-in',
    '/sign-in/',
    '/api/auth/jwt/signin',
  ]) {
    const { text } = await new Client(app).get(`/sign-in?${new URLSearchParams({ callbackUrl }).toString()}`)
    expect(formFields(text, 'Password').callbackUrl).toBe('/account')
  }
})

test('a query that is too long, or that could write a header, is left out', async ({ app }) => {
  for (const query of [
    `x=${'y'.repeat(2000)}`,
    `x=${'%3D'.repeat(400)}`,
    'x=%0d%0aSet-Cookie:a=b',
    'x=%00',
  ]) {
    const { headers } = await new Client(app).get(`/account?${query}`)
    expect(headers.location).toBe('/sign-in?callbackUrl=%2Faccount')
  }
})
