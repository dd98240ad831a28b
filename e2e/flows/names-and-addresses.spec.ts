import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { faultSentence } from '@/app/(auth)/sign-in/messages'
import { Client } from '../support/client'
import { expect, test } from '../support/hostile-provider/hostile-provider-test'
import { signInAt } from '../support/oidc'
import { admin, makePerson, newPerson, signedIn, tokenFromMail } from '../support/people'
import { withDatabase } from '../support/rows'
import { signInByForm } from './browser-test'
import { keepPicture } from './look'

/** What people, clients, providers and older rows bring as addresses and names. */

const unusable = /This address cannot be used here\./

test('an address is one, however its domain and its letters are spelled', async ({ app }) => {
  const local = `o'brien&${randomUUID()}`
  const spellings = [
    `${local}@xn--e1afmkfd.xn--p1ai`,
    ` ${local.toUpperCase()}@ПРИМЕР.РФ\u200b`,
    `${local}@пример。рф`,
  ]
  const [canonical = '', second = '', third = ''] = spellings
  const { password } = await makePerson(app, { ...newPerson(), email: second })
  for (const email of spellings) {
    const client = await signedIn(app, { email, password })
    expect((await client.get('/api/me')).json()).toMatchObject({ user: { email: canonical } })
  }
  await new Client(app).post('/api/sign-up', { ...newPerson(), email: third })
  await new Client(app).post('/api/password/forgot', { email: third })
  const mails = (await new Client(app).get(`/api/outbox?to=${encodeURIComponent(third)}`)).json<Mail[]>()
  expect(mails.map(({ to }) => to)).toEqual(mails.map(() => canonical))
  expect(mails.map(({ subject }) => subject).toSorted()).toEqual([
    'Choose a new password',
    'Confirm your email address',
    'You already have an account',
  ])
  expect(await tokenFromMail(app, canonical, '/reset-password')).not.toBe('')
})
type Mail = { to: string; subject: string }

test('an address that cannot be used gets its own sentence, at every form and endpoint', async ({
  app,
  page,
}) => {
  const email = 'müller@example.com'
  for (const path of ['/sign-up', '/sign-in', '/forgot-password']) {
    await page.goto(app.url + path)
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Email').press('Enter')
    await expect(page.getByText(unusable)).toBeVisible()
    await page.getByLabel('Email').fill('müller')
    await page.getByLabel('Email').press('Enter')
    await expect(page.getByText('Enter an email address like name@example.com.')).toBeVisible()
  }
  const bodies = { 'sign-up': newPerson(), 'sign-in': newPerson(), token: newPerson(), 'password/forgot': {} }
  for (const [endpoint, body] of Object.entries(bodies)) {
    const answer = await new Client(app).post(`/api/${endpoint}`, { ...body, email })
    expect([answer.status, answer.json<{ errors: object }>().errors]).toMatchObject([
      422,
      { email: [expect.stringMatching(unusable)] },
    ])
  }
})

test('a provider: an address in another script signs in, one that cannot be used is called so', async ({
  app,
  provider,
}) => {
  const client = new Client(app)
  const local = randomUUID()
  const person = { sub: local, email: `${local}@Пример.рф`, email_verified: true, name: 'Gr\u202eace\u3164' }
  provider.state.person = person
  await signInAt(provider.issuer, client, 'database')
  expect((await client.get('/api/me')).json()).toMatchObject({
    user: { email: `${local}@xn--e1afmkfd.xn--p1ai`, name: 'Grace' },
  })

  provider.reset(app.origin)
  provider.state.person = { sub: randomUUID(), email: 'müller@example.com', email_verified: true }
  const { headers } = await signInAt(provider.issuer, new Client(app), 'database')
  const { searchParams } = new URL(headers.location ?? '', app.origin)
  expect(searchParams.get('error')).toBe('address_unusable')
  expect(faultSentence('address_unusable')).toMatch(/gave an email address that cannot be used here/)
})

const names = [
  'grace@example.com',
  'Grace (admin)',
  '\u202egnp.exe\u2067',
  'W'.repeat(100),
  '/'.repeat(100),
  'ﷺ﷽'.repeat(20),
  '𒐫'.repeat(20),
  `Z${'\u0335\u0301\u0332\u0310'.repeat(25)}o`,
  '\u3164',
  '<b>Grace</b>',
]
const longAddress = `${'m'.repeat(64)}@${'w'.repeat(63)}.${'w'.repeat(63)}.${'w'.repeat(57)}.de`

async function overflow(page: Page) {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
}

test('no name is wider than a phone where it stands in JSON', async ({ app, cluster, page }) => {
  const person = await makePerson(app)
  await page.goto(`${app.url}/sign-in`)
  await signInByForm(page, person, 'database')
  await expect(page).toHaveURL(`${app.url}/account`)
  const name = '/'.repeat(50) + '.'.repeat(50) // `word-break: break-all` breaks between letters alone
  await withDatabase(cluster.url, (database) =>
    database.query('UPDATE "User" SET name = $1 WHERE email = $2', [name, person.email]),
  )
  await page.setViewportSize({ width: 360, height: 800 })
  await page.goto(`${app.url}/read-paths`)
  await page.getByRole('button', { name: 'Ask in a script of the page' }).click()
  await page.getByRole('button', { name: 'Ask in a server action' }).click()
  for (const place of ['component', 'script', 'action'])
    await expect(page.locator(`output#${place}`)).toContainText(name)
  expect(await overflow(page)).toBeLessThanOrEqual(0)
})

test('no name and no address is wider than a phone, or hides whose row it is', async ({
  app,
  cluster,
  page,
}) => {
  await page.goto(`${app.url}/sign-in`)
  await signInByForm(page, { ...admin, name: '' }, 'database')
  await expect(page).toHaveURL(`${app.url}/account`)

  const rows = names.map((name, at) => [`row${at}@example.com`, name] as const)
  await withDatabase(cluster.url, async (database) => {
    for (const row of rows)
      await database.query('INSERT INTO "User" (id, email, name) VALUES (gen_random_uuid(), $1, $2)', [
        ...row,
      ])
    await database.query(
      `WITH self AS (UPDATE "User" SET email = $1, name = $2 WHERE email = $3 RETURNING id)
       INSERT INTO "Identity" (id, issuer, subject, "userId", provider, email, "linkedAt")
       SELECT gen_random_uuid(), 'https://issuer.example', 'x', id, $4, $1, now() FROM self`,
      [longAddress, 'W'.repeat(100), admin.email, 'p'.repeat(100)],
    )
  })

  await page.setViewportSize({ width: 360, height: 800 })
  for (const path of ['/', '/admin', '/account', '/sign-in', '/compare', `/outbox?to=${longAddress}`]) {
    await page.goto(app.url + path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    expect(await overflow(page), path).toBeLessThanOrEqual(0)
    const name = path.replace(/\?.*|\W/g, '')
    await keepPicture(page, `names-${name}-360`)
  }

  await page.goto(`${app.url}/admin`)
  for (const [email, name] of rows) {
    const row = page.getByRole('row').filter({ has: page.getByText(email, { exact: true }) })
    const [first] = await row.getByRole('rowheader').locator('bdi').allTextContents()
    expect(first, name).toBe(email)
    await expect(row.getByRole('button', { name: `Disable ${email}` })).toBeVisible()
  }
  expect(await page.getByRole('main').textContent()).not.toMatch(/[\u202e\u2067\u3164]/)
})
