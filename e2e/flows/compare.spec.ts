import { admin, makePerson } from '../support/people'
import { lookAt } from './look'
import {
  act,
  across,
  idle,
  log,
  named,
  row,
  same,
  sendToAll,
  signInEverywhere,
  strategies,
  type Strategy,
} from './side-by-side'
import { expect, test } from './browser-test'
import { byStrategy, strategies as table } from '@/lib/strategies'

/** The same person under every strategy in one page. What it says of each is what the registry claims, observed. */

test('signed in everywhere by one click; the same request to all, and what each of them cost', async ({
  page,
  app,
}) => {
  const person = await makePerson(app)
  await signInEverywhere(page, person)
  await expect(page.getByRole('main').getByText(person.email).first()).toBeVisible()
  expect(await across(page, 'State')).toEqual(same('Signed in'))

  await page.getByRole('button', { name: 'Send to all' }).click()
  await expect.poll(() => across(page, 'Status')).toEqual(same('200'))
  const queries = await across(page, 'Database queries')
  const lookedUp = await across(page, 'Looked up')
  for (const strategy of strategies)
    expect(queries[strategy] !== '0', strategy).toBe(
      lookedUp[strategy] === 'At every request' || table[strategy].proof === 'each-request',
    )
  expect(queries).toMatchObject({ jwt: '0', bearer: '0', hybrid: queries.database })
  expect(await across(page, 'It says')).toEqual(same('authenticated'))
  const sizes = await across(page, 'Credential sent')
  expect(parseInt(sizes.database)).toBeLessThan(parseInt(sizes.jwt))

  await sendToAll(page, '/api/admin/stats')
  await expect.poll(() => across(page, 'Status')).toEqual(same('403'))
  await sendToAll(page, '/api/sessions')
  await expect.poll(() => across(page, 'Status')).toEqual(same('200'))
  expect(await across(page, 'It says')).toEqual(same(`${strategies.length} sessions`))
})

test('one press signs in a demo person under all that are chosen; the admin API is for one of them', async ({
  page,
}) => {
  await page.goto('/compare')
  await page.getByRole('button', { name: 'Sign in as Grace (admin)' }).click()
  await expect(page.getByText(`signed in ${strategies.length} times in this page`)).toBeVisible()
  await idle(page)
  await sendToAll(page, '/api/admin/stats')
  await expect.poll(() => across(page, 'Status')).toEqual(same('200'))
  await idle(page)

  await page.getByRole('button', { name: 'Sign in as Ada (user)' }).click()
  await expect(page.getByText(`ada@example.com, signed in ${strategies.length} times`)).toBeVisible()
  await idle(page)
  await sendToAll(page, '/api/admin/stats')
  await expect.poll(() => across(page, 'Status')).toEqual(same('403'))
  expect(await across(page, 'It says')).toEqual(same('Your role does not allow this.'))
})

test('only what is chosen is signed in', async ({ page }) => {
  await page.goto('/compare')
  for (const name of ['JWT', 'Device-bound session', 'Hybrid', 'DPoP token'])
    await page.getByRole('checkbox', { name }).uncheck()
  await page.getByRole('button', { name: 'Sign in as Ada (user)' }).click()
  await expect(page.getByText('signed in 2 times in this page')).toBeVisible()
  await expect(page.getByRole('columnheader')).toHaveText(['Question', 'Database session', 'Bearer token'])
})

test('nobody is signed in: the request is refused under each, and what cannot be done says why', async ({
  page,
}) => {
  await page.goto('/compare')
  await sendToAll(page, '/api/me')
  await expect.poll(() => across(page, 'It says')).toEqual(same('anonymous: absent'))
  await idle(page)
  await expect(act(page, 'Renew', 'hybrid')).toHaveAttribute('aria-disabled', 'true')
  await act(page, 'Renew', 'hybrid').press('Enter')
  await expect(log(page)).toContainText('Hybrid: nobody is signed in under it. Sign in first.')
})

test('what most say is quiet, what parts from it stands out', async ({ page, app }) => {
  await signInEverywhere(page, await makePerson(app))
  await act(page, 'Revoke from elsewhere', 'hybrid').click()
  await expect(log(page)).toContainText('Hybrid: session row deleted')
  await idle(page)
  await sendToAll(page, '/api/me')
  const left = { ...same('200'), hybrid: '401' }
  await expect.poll(() => across(page, 'Status')).toEqual(left)
  const classes = async (label: string) => {
    const cells = await row(page, label).getByRole('cell').all()
    const given = await Promise.all(cells.map((cell) => cell.getAttribute('class')))
    return given.map((names) => /quiet|differs|varies|same/.exec(names ?? '')?.[0])
  }
  expect(await classes('Status')).toEqual(strategies.map((id) => (id === 'hybrid' ? 'differs' : 'quiet')))
  expect(await classes('Credential sent')).toEqual(strategies.map(() => 'differs'))
  expect(await classes('Request')).toEqual(['same'])
  expect(await classes('Time, here')).toEqual(strategies.map(() => 'varies'))
})

test('the time left is counted: of the credential, of an idle session, and at most', async ({
  page,
  app,
}) => {
  await page.clock.install()
  await signInEverywhere(page, await makePerson(app))
  const left = async (label: string) => Object.values(await across(page, label))
  expect((await left('Credential')).map((text) => text.slice(0, 4))).toEqual([
    '00:5',
    '00:0',
    '00:5',
    '00:0',
    '00:0',
    '00:0',
  ])
  expect((await left('Session, idle')).map((text) => text.slice(0, 2))).toEqual([
    '00',
    '00',
    '00',
    '23',
    '00',
    '23',
  ])
  const before = await left('Session, absolute')
  await page.clock.runFor(5_000)
  await expect.poll(() => left('Session, absolute')).not.toEqual(before)
  expect((await left('Session, absolute')).every((text) => text.startsWith('23:59:'))).toBe(true)
})

test('who may read it was tried; what the server keeps are its rows; no secret stands in the page', async ({
  page,
  app,
}) => {
  const secrets: string[] = []
  page.on('response', async (response) => {
    if (!response.url().endsWith('/api/token') || !response.ok()) return
    const { access_token, refresh_token } = (await response.json()) as Record<string, string>
    secrets.push(access_token!, refresh_token!)
  })
  await signInEverywhere(page, await makePerson(app))
  const script = await across(page, 'A script of this page')
  expect(script.database).toBe('No: document.cookie does not show it')
  expect(script.jwt).toBe('No: document.cookie does not show it')
  expect(script.bearer).toMatch(/^Yes: this page just read its \d+ characters$/)
  expect((await across(page, 'The server')).database).toBe('Gets it; keeps its SHA-256')
  expect(await across(page, 'strategy')).toEqual(byStrategy(strategies, (id) => id))
  const rows = await across(page, 'RefreshToken rows')
  expect(rows).toEqual({ ...same('1'), database: '0', jwt: '0', dbsc: '0' })

  const cookies = await page.context().cookies()
  secrets.push(...cookies.filter(({ name }) => name.startsWith('session.')).map(({ value }) => value))
  expect(secrets).toHaveLength(9)
  const document = await page.content()
  const stored = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]))
  for (const secret of secrets) expect(document + stored).not.toContain(secret)
})

test('ended from elsewhere: refused at once where it is looked up, accepted where it is not', async ({
  page,
  app,
}) => {
  await signInEverywhere(page, await makePerson(app))
  const end = async (strategy: Strategy, verdict: string) => {
    await act(page, 'Revoke from elsewhere', strategy).click()
    await expect(log(page)).toContainText(
      new RegExp(`${named[strategy]}: session row deleted, by .+ The credential was ${verdict}`),
    )
    await idle(page)
  }
  await end('database', 'refused')
  await end('dbsc', 'refused')
  await end('hybrid', 'refused')
  await end('jwt', 'still accepted')
  await end('dpop', 'still accepted')
  expect(await across(page, 'State')).toEqual({
    database: 'Refused: revoked',
    jwt: 'Accepted, its row is gone',
    dbsc: 'Refused: revoked',
    bearer: 'Signed in',
    hybrid: 'Refused: revoked',
    dpop: 'Accepted, its row is gone',
  })
  await act(page, 'Renew', 'jwt').click()
  await expect(log(page)).toContainText('JWT: not renewed, status 401')
  await idle(page)

  await expect(act(page, 'Revoke from elsewhere', 'bearer')).toHaveAttribute('aria-disabled', 'true')
  await act(page, 'Sign in', 'database').click()
  await expect(log(page).getByText('Database session: signed in')).toHaveCount(2)
  await idle(page)
  await end('bearer', 'still accepted')
  expect((await across(page, 'State')).bearer).toBe('Accepted, its row is gone')
})

test('signed out: a copied bearer token goes on, a hybrid’s does not, and one without its key never did', async ({
  page,
  app,
}) => {
  await signInEverywhere(page, await makePerson(app))
  for (const strategy of strategies) {
    await act(page, 'Sign out here', strategy).click()
    await expect(log(page)).toContainText(`${named[strategy]}: signed out`)
    await idle(page)
  }
  expect(await across(page, 'State')).toEqual(same('Not signed in'))
  await act(page, 'Try the copy', 'bearer').click()
  await expect(log(page)).toContainText('Bearer token: the copied token was accepted')
  await idle(page)
  await act(page, 'Try the copy', 'hybrid').click()
  await expect(log(page)).toContainText('Hybrid: the copied token was refused (anonymous: revoked)')
  await idle(page)
  await act(page, 'Try the copy', 'dpop').click()
  await expect(log(page)).toContainText('DPoP token: the copied token was refused (anonymous: malformed)')
  await expect(page.getByText('so it cannot copy it')).toHaveCount(3)
})

test('renewed under each; after a reload the cookies are there, what the page held in memory is not', async ({
  page,
  app,
}) => {
  await signInEverywhere(page, await makePerson(app))
  const cookies = async () =>
    Object.fromEntries((await page.context().cookies()).map(({ name, value }) => [name, value]))
  const before = await cookies()
  for (const strategy of strategies) {
    await act(page, 'Renew', strategy).click()
    await expect(log(page)).toContainText(`${named[strategy]}: renewed`)
    await idle(page)
  }
  const after = await cookies()
  expect(after['session.database']).toBe(before['session.database'])
  expect(after['session.jwt']).not.toBe(before['session.jwt'])
  await page.reload()
  await expect(page.getByRole('button', { name: 'Send to all' })).toBeVisible()
  const signedIn = {
    database: 'Signed in',
    jwt: 'Signed in',
    dbsc: 'Signed in',
    bearer: 'Not signed in',
    hybrid: 'Not signed in',
    dpop: 'Not signed in',
  }
  expect(await across(page, 'State')).toEqual(signedIn)
  await expect(row(page, 'A script of this page')).toContainText('No: document.cookie does not show it')
})

test('a wrong password is tried once, and said', async ({ page, app }) => {
  const { email } = await makePerson(app)
  let tries = 0
  page.on('request', (request) => void (/\/api\/(sign-in|token)$/.test(request.url()) && tries++))
  await page.goto('/compare')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill('not this one, surely')
  await page.getByRole('button', { name: 'Sign in everywhere' }).click()
  await expect(page.getByText('That email and password do not match an account.')).toBeVisible()
  expect(tries).toBe(1)
})

test('filled, at three widths and in both themes: nothing wider than the window, no finding of axe', async ({
  page,
}) => {
  await signInEverywhere(page, admin)
  await page.getByRole('button', { name: 'Send to all' }).click()
  await expect.poll(() => across(page, 'Status')).toEqual(same('200'))
  await idle(page)
  await lookAt(page, 'compare-filled', {
    arrange: async (width) => {
      if (width === 360) await page.getByRole('button', { name: 'Hybrid', exact: true }).click()
    },
  })
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the two cookies, as the server sees them', async ({ page, person }) => {
    await page.goto('/sign-in')
    await page.getByLabel('Email').fill(person.email)
    await page.getByLabel('Password', { exact: true }).fill(person.password)
    await page.getByRole('radio', { name: 'JWT' }).check()
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.goto('/compare')
    await expect(row(page, 'State')).toContainText('Not signed in')
    await expect(row(page, 'State')).toContainText('Signed in')
    await expect(row(page, 'On the wire')).toContainText('session.jwt=')
    await expect(page.getByRole('button', { name: 'Send to all' })).toHaveCount(0)
  })
})
