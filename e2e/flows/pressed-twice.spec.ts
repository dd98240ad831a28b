import type { Page } from '@playwright/test'
import type { App } from '../support/app'
import { Client, type Answer } from '../support/client'
import { formFields, multipart, onwardFrom, textOf } from '../support/page'
import {
  admin,
  makePerson,
  newPerson,
  signedIn,
  signUp,
  strategies,
  tokenFromMail,
  type Person,
} from '../support/people'
import { continueWith, signInAtProvider } from './at-provider'
import { expect, names, test } from './browser-test'

/** A form that worked, pressed again by the same browser: done, and done once. Anybody else is refused as ever. */

type Form = { path: string; text: string; more?: Record<string, string> }

/** Opens a page and presses its form without JavaScript, so many times. */
async function press(client: Client, { path, text, more }: Form, how: 'at once' | 'one by one', times = 2) {
  const fields = { ...formFields((await client.get(path)).text, text), ...more }
  const { body, headers } = multipart(fields)
  const send = () => client.send('POST', path, { body, headers })
  if (how === 'at once') return Promise.all(Array.from({ length: times }, send))
  const answers: Answer[] = []
  for (let time = 0; time < times; time++) answers.push(await send())
  return answers
}

const places = (answers: Answer[]) => answers.map(({ status, headers }) => `${status} ${headers.location}`)
const state = async (client: Client) => (await client.get('/api/me')).json<{ status: string }>().status
const password = 'eleven calm herons wade'
const mailsTo = async (app: App, { email }: Person) =>
  (await new Client(app).get(`/api/outbox?to=${email}`)).json<unknown[]>().length

async function resetLink(app: App, { email }: Person) {
  await new Client(app).post('/api/password/forgot', { email })
  return `/reset-password?token=${await tokenFromMail(app, email, '/reset-password')}`
}

for (const how of ['at once', 'one by one'] as const) {
  test(`confirm an address twice, ${how}`, async ({ app }) => {
    const person = await signUp(app)
    const path = `/verify-email?token=${await tokenFromMail(app, person.email, '/verify-email')}`
    const client = new Client(app)
    const form = { path, text: 'Confirm address' }
    const done = '303 /sign-in?notice=confirmed'
    expect(places(await press(client, form, how))).toEqual([done, done])
    expect(places(await press(client, form, how))).toEqual([done, done]) // gone back: another page, the same link
    const [stranger] = await press(new Client(app), form, how, 1)
    expect(textOf(stranger!.text)).toContain('This link is not valid any more.')
  })

  test(`reset a password twice, ${how}: one change, and another password is not said to be set`, async ({
    app,
  }) => {
    const person = await makePerson(app)
    const path = await resetLink(app, person)
    const client = new Client(app)
    const form = { path, text: 'Change password', more: { newPassword: password } }
    const done = '303 /sign-in?notice=password-reset'
    const before = await mailsTo(app, person)
    expect(places(await press(client, form, how))).toEqual([done, done])
    expect(await mailsTo(app, person)).toBe(before + 1)
    const other = { ...form, more: { newPassword: 'nine other words entirely' } }
    const [refused] = await press(client, other, how, 1)
    expect(textOf(refused!.text)).toContain('This link is not valid any more.')
    const [stranger] = await press(new Client(app), form, how, 1)
    expect(textOf(stranger!.text)).toContain('This link is not valid any more.')
    await signedIn(app, { ...person, password })
  })

  test(`ask for an account twice, ${how}: one mail`, async ({ app }) => {
    const person = newPerson()
    const form = { path: '/sign-up', text: 'Create account', more: person }
    for (const { text } of await press(new Client(app), form, how)) expect(text).toContain('Check your mail')
    expect(await mailsTo(app, person)).toBe(1)
  })

  for (const strategy of strategies) {
    test(`${strategy}: sign in twice, ${how}: one session`, async ({ app }) => {
      const { email, password: own } = await makePerson(app)
      const client = new Client(app)
      const form = { path: '/sign-in', text: 'Sign in', more: { email, password: own, strategy } }
      expect(places(await press(client, form, how))).toEqual(['303 /account', '303 /account'])
      expect((await client.get('/api/sessions')).json<{ sessions: unknown[] }>().sessions).toHaveLength(1)
    })

    test(`${strategy}: change the password twice, ${how}: still signed in`, async ({ app }) => {
      const person = await makePerson(app)
      const client = await signedIn(app, person, strategy)
      const more = { currentPassword: person.password, newPassword: password }
      const answers = await press(client, { path: '/account', text: 'Change password', more }, how)
      for (const { text } of answers) expect(textOf(text)).toContain('Password changed.')
      expect(await state(client)).toBe('authenticated')
    })

    test(`${strategy}: switch twice, ${how}: still signed in`, async ({ app, person }) => {
      const client = await signedIn(app, person, strategy)
      const to = strategies.find((id) => id !== strategy)!
      const form = { path: '/account', text: 'Switch', more: { strategy: to } }
      for (const { text } of await press(client, form, how))
        expect(textOf(text)).toContain('You are still signed in.')
      expect((await client.get('/api/me')).json()).toMatchObject({ status: 'authenticated', strategy: to })
    })

    test(`${strategy}: sign out twice, ${how}`, async ({ app, person }) => {
      const client = await signedIn(app, person, strategy)
      const done = '303 /sign-in?notice=signed-out'
      const answers = await press(client, { path: '/account', text: 'Sign out' }, how)
      expect(places(answers)).toEqual([done, done])
      expect(await state(client)).toBe('anonymous')
    })
  }

  test(`end a session, and all others, twice, ${how}`, async ({ app }) => {
    const person = await makePerson(app)
    const client = await signedIn(app, person)
    for (const text of ['End session', 'Sign out everywhere else']) {
      await signedIn(app, person)
      await signedIn(app, person)
      for (const answer of await press(client, { path: '/account', text }, how)) {
        expect(answer.status).toBe(200)
        if (text !== 'End session') expect(textOf(answer.text)).toContain('Ended 3 other sessions.')
      }
    }
    expect((await client.get('/api/sessions')).json<{ sessions: unknown[] }>().sessions).toHaveLength(1)
  })

  test(`disable somebody twice, ${how}`, async ({ app }) => {
    const person = await makePerson(app)
    const client = await signedIn(app, admin)
    const answers = await press(client, { path: '/admin', text: person.email, more: { to: 'disabled' } }, how)
    for (const { status, text } of answers) {
      expect(status).toBe(200)
      expect(textOf(text)).not.toContain('Your role does not allow this.')
    }
    expect((await new Client(app).post('/api/sign-in', { ...person, name: undefined })).status).toBe(401)
  })
}

for (const strategy of strategies)
  test(`${strategy}: sign out here and at the provider twice: the same place twice`, async ({ page }) => {
    await page.goto('/sign-in')
    await page.getByRole('radio', { name: names[strategy] }).check()
    await continueWith(page, 'Local provider')
    await signInAtProvider(page, 'lin@provider.example')
    await page.waitForURL('/account')
    const account = await (await page.request.get('/account')).text()
    const form = formFields(account, 'Sign out here and at')
    const { origin } = new URL(page.url())
    const send = async () => {
      const sent = { form, headers: { origin }, maxRedirects: 0 }
      return onwardFrom(await (await page.request.post('/api/sign-out/provider', sent)).text())
    }
    const [first, second] = [await send(), await send()]
    expect(first).toMatch(/\/session\/end\?/)
    expect(second).toBe(first)
    expect((await page.request.get('/api/me')).status()).toBe(401)
  })

test('the API stays strict: a spent code is refused, whoever sends it', async ({ app }) => {
  const person = await signUp(app)
  const token = await tokenFromMail(app, person.email, '/verify-email')
  const client = new Client(app)
  await press(client, { path: `/verify-email?token=${token}`, text: 'Confirm address' }, 'one by one', 1)
  expect((await client.post('/api/verify-email', { token })).status).toBe(400)
})

const confirmInBrowser = async (page: Page) => {
  await page.getByRole('button', { name: 'Confirm address' }).dblclick()
  await expect(page.getByText('Your address is confirmed.')).toBeVisible()
}

for (const javaScriptEnabled of [true, false])
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    test('a double click, then back and once more', async ({ page, app }) => {
      const person = await signUp(app)
      await page.goto(`/verify-email?token=${await tokenFromMail(app, person.email, '/verify-email')}`)
      await confirmInBrowser(page)
      await page.goBack()
      await confirmInBrowser(page)
    })

    test('a double click on what changes the session keeps the person signed in', async ({ page, app }) => {
      const person = await makePerson(app)
      await page.goto('/sign-in')
      await page.getByLabel('Email').fill(person.email)
      await page.getByLabel('Password', { exact: true }).fill(person.password)
      await page.getByRole('button', { name: 'Sign in', exact: true }).dblclick()
      await expect(page).toHaveURL('/account')
      await page.getByLabel('Current password').fill(person.password)
      await page.getByLabel('New password').fill(password)
      await page.getByRole('button', { name: 'Change password' }).dblclick()
      await expect(page.getByText('Password changed.')).toBeVisible()
      await page.getByRole('radio', { name: 'JWT' }).check()
      await page.getByRole('button', { name: 'Switch' }).dblclick()
      await expect(page.getByText('You are still signed in.')).toBeVisible()
      await page.goto('/account')
      await expect(page.getByRole('heading', { name: 'Sessions and devices' })).toBeVisible()
    })
  })
