import { authjsStrategyIds } from '@/lib/strategies'
import { makePerson } from '../support/people'
import { enter, expect, me, test } from './browser-test'

test('switching there and back keeps the person signed in, since the same instant', async ({ page, app }) => {
  await enter(page, await makePerson(app), 'database')
  const { body: before } = await me(page)
  await page.getByRole('radio', { name: 'JWT' }).check()
  await page.getByRole('button', { name: 'Switch' }).click()
  await expect(page.getByRole('region', { name: 'Who is signed in' })).toContainText('JWT')
  const { body: there } = await me(page)
  expect(there).toMatchObject({ status: 'authenticated', strategy: 'jwt', user: before.user })
  expect(there.authenticatedAt).toBe(before.authenticatedAt)
  expect(there.absoluteExpiresAt).toBe(before.absoluteExpiresAt)
  expect((await me(page, '?strategy=database')).status).toBe(401)

  await page.getByRole('radio', { name: 'Database session' }).check()
  await page.getByRole('button', { name: 'Switch' }).click()
  await expect(page.getByRole('region', { name: 'Who is signed in' })).toContainText('Database session')
  const { body: back } = await me(page)
  expect(back).toMatchObject({ strategy: 'database', authenticatedAt: before.authenticatedAt })
})

test('both strategies at once, through Auth.js’s own routes, for the same person', async ({
  page,
  person,
}) => {
  await enter(page, person, 'database')
  const signedIn = await page.evaluate(async ({ email, password }) => {
    const { csrfToken } = (await (await fetch('/api/auth/jwt/csrf')).json()) as { csrfToken: string }
    const body = new URLSearchParams({ csrfToken, email, password })
    const headers = { 'X-Auth-Return-Redirect': '1' }
    return (await fetch('/api/auth/jwt/callback/credentials', { method: 'POST', body, headers })).status
  }, person)
  expect(signedIn).toBe(200)
  for (const strategy of authjsStrategyIds) {
    expect((await me(page, `?strategy=${strategy}`)).body).toMatchObject({
      strategy,
      user: { email: person.email },
    })
    const session = await page.evaluate(
      async (id) => (await fetch(`/api/auth/${id}/session`)).json() as Promise<unknown>,
      strategy,
    )
    expect(session).toMatchObject({ strategy, user: { email: person.email } })
  }
})
