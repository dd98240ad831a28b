import { newPerson, strategies } from '../support/people'
import { expect, me, signInByForm, test, tokenFromMail } from './browser-test'

for (const strategy of strategies)
  test(`${strategy}: from sign-up to sign-out`, async ({ page, app }) => {
    const person = newPerson()

    await test.step('sign up', async () => {
      await page.goto('/sign-up')
      await page.getByLabel('Name').fill(person.name)
      await page.getByLabel('Email').fill(person.email)
      await page.getByLabel('Password', { exact: true }).fill(person.password)
      await page.getByRole('button', { name: 'Create account' }).click()
      await expect(page.getByText('Open the link in it to confirm')).toBeVisible()
    })

    await test.step('no account before the address is confirmed', async () => {
      await page.goto('/sign-in')
      await signInByForm(page, person, strategy)
      await expect(page.getByText('That email and password do not match an account.')).toBeVisible()
      await expect(page.getByLabel('Email')).toHaveValue(person.email)
      await expect(page.getByLabel('Password', { exact: true })).toHaveValue('')
    })

    await test.step('confirm the address; opening the link twice spends nothing', async () => {
      const link = `/verify-email?token=${await tokenFromMail(app, person.email, '/verify-email')}`
      await page.goto(link)
      await page.goto(link)
      await page.getByRole('button', { name: 'Confirm address' }).click()
      await expect(page).toHaveURL(/\/sign-in/)
    })

    await test.step('a protected page asks to sign in, and comes back', async () => {
      await page.goto('/account')
      await expect(page).toHaveURL('/sign-in?callbackUrl=%2Faccount')
      await signInByForm(page, person, strategy)
      await expect(page).toHaveURL('/account')
      await expect(page.getByRole('heading', { name: 'Account', level: 1 })).toBeVisible()
    })

    await test.step('the API says the same', async () => {
      const { status, body } = await me(page)
      expect(status).toBe(200)
      expect(body).toMatchObject({
        status: 'authenticated',
        strategy,
        user: { email: person.email, role: 'user' },
      })
    })

    await test.step('scripts cannot read the cookie', async () => {
      expect(await page.evaluate(() => document.cookie)).toBe('')
      const cookies = await page.context().cookies()
      const held = cookies.find(({ name }) => name === `session.${strategy}`)
      expect(held).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
      expect(await page.content()).not.toContain(held!.value)
    })

    await test.step('another role’s page is forbidden', async () => {
      const answer = await page.goto('/admin')
      expect(answer?.status()).toBe(403)
    })

    await test.step('sign out: cookie and row are gone', async () => {
      const before = (await page.context().cookies()).filter(({ name }) => name.startsWith('session.'))
      await page.goto('/account')
      await page.getByRole('button', { name: 'Sign out', exact: true }).click()
      await expect(page).toHaveURL(/\/sign-in/)
      expect((await me(page)).body).toEqual({ status: 'anonymous', because: 'absent' })
      await page.context().addCookies(before)
      const renewal = await page.evaluate(async () => (await fetch('/api/renew', { method: 'POST' })).status)
      expect(renewal).toBe(401)
    })

    await test.step('going back shows nothing private', async () => {
      await page.goBack()
      await expect(page.getByRole('heading', { name: 'Sessions and devices' })).toBeHidden()
    })
  })
