import type { Page } from '@playwright/test'
import { authjsInstanceOf } from '@/lib/strategies'
import { strategies, type StrategyId } from '../support/people'
import { expect, me, names, test } from './browser-test'
import { continueWith, signInAtProvider } from './at-provider'

/** Two clients × two strategies × with and without JavaScript; and what the authorization request of each carries. */

const clients = {
  'Local provider': { id: 'local-confidential', clientId: 'web-confidential' },
  'Local provider (public client)': { id: 'local-public', clientId: 'web-public' },
} as const

/** The authorization request that the browser sends while `work` is done. */
async function authorizationRequest(page: Page, work: () => Promise<void>): Promise<URLSearchParams> {
  const asked = page.waitForRequest((request) => new URL(request.url()).pathname === '/auth')
  await work()
  return new URL((await asked).url()).searchParams
}

async function walk(page: Page, name: keyof typeof clients, strategy: StrategyId, appOrigin: string) {
  await page.goto('/account')
  await page.getByRole('radio', { name: names[strategy] }).check()
  const asked = await authorizationRequest(page, () => continueWith(page, name))
  await signInAtProvider(page, 'lin@provider.example')
  await expect(page).toHaveURL('/account')
  const { id, clientId } = clients[name]
  expect(Object.fromEntries(asked)).toMatchObject({
    response_type: 'code',
    client_id: clientId,
    scope: 'openid profile email',
    redirect_uri: `${appOrigin}/api/auth/${authjsInstanceOf(strategy)}/callback/${id}`,
    code_challenge_method: 'S256',
  })
  for (const secret of ['state', 'nonce', 'code_challenge'])
    expect(asked.get(secret)?.length, secret).toBeGreaterThanOrEqual(43)
  return id
}

for (const name of Object.keys(clients) as (keyof typeof clients)[])
  for (const strategy of strategies) {
    test(`${name}, ${strategy}: there and back`, async ({ page, app }) => {
      const provider = await walk(page, name, strategy, app.origin)
      expect((await me(page)).body).toMatchObject({
        status: 'authenticated',
        strategy,
        provider,
        user: { email: 'lin@provider.example', name: 'Lin Meyer', role: 'user' },
      })
      await expect(page.getByRole('heading', { name: 'What the provider said' })).toBeVisible()
    })

    test.describe('without JavaScript', () => {
      test.use({ javaScriptEnabled: false })
      test(`${name}, ${strategy}: there and back, and out`, async ({ page, app }) => {
        await walk(page, name, strategy, app.origin)
        const strip = page.getByRole('region', { name: 'Who is signed in' })
        await expect(strip).toContainText('lin@provider.example')
        await expect(strip).toContainText(names[strategy])
        await page.getByRole('button', { name: 'Sign out', exact: true }).click()
        await page.goto('/account')
        await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/)
      })
    })
  }

test('the lab shows the plain code flow of the confidential client, and of no other', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByText('Lab: how a provider is asked').click()
  await page.getByLabel('Without: the plain flow, to compare').check()
  await page.getByRole('button', { name: 'Keep for this browser' }).click()
  await expect(page.getByText('Kept for this browser.')).toBeVisible()

  const plain = await authorizationRequest(page, () => continueWith(page, 'Local provider'))
  expect([...plain.keys()]).not.toContain('code_challenge')
  await signInAtProvider(page, 'lin@provider.example')
  await expect(page).toHaveURL('/account')
  expect((await me(page)).body).toMatchObject({ provider: 'local-confidential' })

  await page.goto('/sign-in')
  const pkce = await authorizationRequest(page, () => continueWith(page, 'Local provider (public client)'))
  expect(pkce.get('code_challenge_method')).toBe('S256')
})

for (const strategy of strategies)
  test(`${strategy}: the ID token itself is kept, its size is shown, and the cookie stays one`, async ({
    page,
    context,
  }) => {
    await page.goto('/sign-in')
    await page.getByText('Lab: how a provider is asked').click()
    await page.getByLabel('The token itself, encrypted').check()
    await page.getByRole('button', { name: 'Keep for this browser' }).click()
    await expect(page.getByText('Kept for this browser.')).toBeVisible()
    await page.getByRole('radio', { name: names[strategy] }).check()
    await continueWith(page, 'Local provider')
    await signInAtProvider(page, 'lin@provider.example')
    await expect(page.getByText(/The ID token itself, \d{3,4} bytes/)).toBeVisible()
    await expect(page.getByText('http://localhost:').first()).toBeVisible()
    for (const { name, value } of await context.cookies())
      expect(name.length + value.length + 1, name).toBeLessThanOrEqual(4096)
  })

test('back to the page that was asked for', async ({ page }) => {
  await page.goto('/sign-in?callbackUrl=/')
  await continueWith(page, 'Local provider')
  await signInAtProvider(page, 'lin@provider.example')
  await expect(page).toHaveURL('/')
  expect((await me(page)).status).toBe(200)
})

test('a person who gives up at the provider comes back to a page that says so', async ({ page }) => {
  await page.goto('/sign-in')
  await continueWith(page, 'Local provider')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page).toHaveURL(/\/sign-in\?/)
  await expect(page.getByText(/The provider did not sign you in, or you declined there\./)).toBeVisible()
  expect((await me(page)).status).toBe(401)
})
