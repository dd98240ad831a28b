import type { Page } from '@playwright/test'
import { isBound, strategies, tokenStrategyIds } from '@/lib/strategies'
import { continueWith, signInAtProvider } from './at-provider'
import { lookAt } from './look'
import { call, keptKeys, readable, requestsTo, statuses } from './single-page'
import { expect, me, test } from './browser-test'

/** The single-page client with PKCE at the local provider: its token or ours, and the ID token refused (S6, S8). */

/** An instance of its own: elsewhere Sam may be known. */
test.use({ settings: { VERIFY_EMAIL_SECONDS: '86401' } })

const jwt = /eyJ[\w-]+\.[\w-]+\.[\w-]+/

/** Lin has an account here: she signed in with the provider once. */
async function known(page: Page) {
  await page.goto('/sign-in')
  await continueWith(page, 'Local provider')
  await signInAtProvider(page, 'lin@provider.example')
  await expect(page).toHaveURL('/account')
  expect((await me(page)).status).toBe(200)
}

async function leaveForProvider(page: Page) {
  await page.goto('/spa')
  const asked = page.waitForRequest((request) => new URL(request.url()).pathname === '/auth')
  await page.getByRole('button', { name: 'Continue with Local provider' }).click()
  return new URL((await asked).url()).searchParams
}

/** A person who is known here, back from the provider that she allowed to. */
async function vouchedFor(page: Page) {
  await known(page)
  await leaveForProvider(page)
  await page.getByRole('button', { name: 'Allow' }).click()
  await expect(page.getByText(/The provider signed you in/)).toBeVisible()
}

const send = (page: Page, name: string) => page.getByRole('radio', { name }).check()

test('PKCE in the browser: what is asked, what comes back, what stays behind', async ({
  page,
  context,
  app,
}) => {
  await known(page)
  const asked = await leaveForProvider(page)
  expect(Object.fromEntries(asked)).toMatchObject({
    response_type: 'code',
    client_id: 'spa',
    redirect_uri: `${app.origin}/spa`,
    scope: 'openid profile email api',
    resource: `${app.origin}/api`,
    code_challenge_method: 'S256',
  })
  for (const secret of ['state', 'nonce', 'code_challenge'])
    expect(asked.get(secret)?.length, secret).toBeGreaterThanOrEqual(43)
  await expect(page.getByRole('button', { name: 'Deny' })).toBeVisible()
  const requests = requestsTo(context, '/token')
  const answer = page.waitForRequest(/\/spa\?code=/)
  await page.getByRole('button', { name: 'Allow' }).click()
  const code = new URL((await answer).url()).searchParams.get('code') ?? 'none'
  await expect(page.getByText(/The provider signed you in/)).toBeVisible()
  await expect(page).toHaveURL('/spa')
  expect(code.length).toBeGreaterThanOrEqual(43)
  expect(app.log()).not.toContain(code)
  expect(requests.filter((request) => request.method() === 'POST')).toHaveLength(1)

  const kept = Object.values(await readable(page)).join()
  expect(kept).not.toMatch(jwt)
  expect(kept).not.toContain('spa.pkce')
  expect(await call(page)).toEqual(['200'])
  await expect(page.getByText('"email": "lin@provider.example"')).toBeVisible()
  await expect(page.getByText('"strategy": "bearer"')).toBeVisible()
  expect(await call(page, '/api/admin/stats')).toEqual(['403'])
  expect(app.log()).not.toMatch(jwt)
  await page.reload()
  await expect(page.getByLabel('Email')).toBeVisible() // in memory alone
})

test('with the provider’s token and ours, at three widths and in both themes', async ({ page }) => {
  await vouchedFor(page)
  await page.getByRole('button', { name: 'Exchange', exact: true }).click()
  await expect(page.getByText(/This page got it from: an exchange/)).toBeVisible()
  await page.getByRole('button', { name: 'Revoke ours, then call with it' }).click()
  await expect(page.getByText(/^Revoked, and/)).toBeVisible()
  await send(page, 'The provider’s ID token')
  expect(await call(page)).toEqual(['401'])
  await lookAt(page, 'spa-provider')
})

test('the ID token is refused, and the refusal says why', async ({ page }) => {
  await vouchedFor(page)
  await send(page, 'The provider’s ID token')
  expect(await call(page)).toEqual(['401'])
  await expect(
    page.getByText(/An ID token tells its client who somebody is, and opens nothing/).last(),
  ).toBeVisible()
})

for (const strategy of tokenStrategyIds)
  test(`exchanged for a ${strategies[strategy].noun} of ours, which we revoke`, async ({ page, context }) => {
    await vouchedFor(page)
    const sent = requestsTo(context, '/api/token/exchange')
    await page.getByRole('radio', { name: strategies[strategy].name }).check()
    await page.getByRole('button', { name: 'Exchange', exact: true }).click()
    await expect(page.getByText('This page got it from: an exchange for the provider’s token.')).toBeVisible()
    expect(sent.at(-1)?.postData()).toContain(`strategy=${strategy}`)
    expect('dpop' in sent.at(-1)!.headers()).toBe(isBound(strategy))
    expect(await keptKeys(page)).toHaveLength(isBound(strategy) ? 1 : 0)
    expect(await call(page)).toEqual(['200'])
    await expect(page.getByText(`"strategy": "${strategy}"`)).toBeVisible()
    await page.getByRole('button', { name: 'Refresh' }).click()
    await expect(page.getByText('This page got it from: another exchange.')).toBeVisible()
    expect(await call(page)).toEqual(['200'])
    await page.getByRole('button', { name: 'Revoke ours, then call with it' }).click()
    await expect(page.getByText(/^Revoked, and/)).toBeVisible()
    const { endsAtOnce } = strategies[strategy]
    expect(await statuses(page, 'Revoked, then called')).toEqual(['200', endsAtOnce ? '401' : '200'])
  })

test('revoked at the provider, its access token goes on here until it expires', async ({ page }) => {
  await vouchedFor(page)
  await page.getByRole('button', { name: 'Revoke at the provider, then call with it' }).click()
  await expect(page.getByText(/^Revoked, and the access token was accepted/)).toBeVisible()
  expect(await statuses(page, 'Revoked, then called')).toEqual(['200', '200'])
  await page.getByRole('button', { name: 'Refresh' }).click()
  await expect(page.getByText(/The provider refused/)).toBeVisible()
})

test('the provider’s refresh token gives a new access token', async ({ page, context }) => {
  await vouchedFor(page)
  const requests = requestsTo(context, '/token')
  await page.getByRole('button', { name: 'Refresh' }).click()
  await expect.poll(() => requests.length).toBe(1)
  expect(await call(page)).toEqual(['200'])
})

test('Deny comes back with a sentence, and nothing was issued', async ({ page }) => {
  await known(page)
  await leaveForProvider(page)
  await page.getByRole('button', { name: 'Deny' }).click()
  await expect(page.getByText('You did not allow it at the provider: nothing was issued.')).toBeVisible()
  await expect(page).toHaveURL('/spa')
  expect(await readable(page)).toMatchObject({ session: '{}', local: '{}' })
})

for (const [what, name, value] of [
  ['another state', 'state', 'x'.repeat(43)],
  ['another issuer', 'iss', 'http://localhost:1'],
  ['no issuer', 'iss', ''],
] as const)
  test(`an answer with ${what} is not believed, and its code not redeemed`, async ({ page, context }) => {
    await known(page)
    await leaveForProvider(page)
    const requests = requestsTo(context, '/token')
    await page.addInitScript(
      ([parameter, forged]) => {
        const answer = new URL(location.href)
        if (!answer.searchParams.has('code')) return
        if (forged) answer.searchParams.set(parameter, forged)
        else answer.searchParams.delete(parameter)
        history.replaceState(null, '', answer)
      },
      [name, value] as const,
    )
    await page.getByRole('button', { name: 'Allow' }).click()
    await expect(page.getByText(/The answer was not believed/)).toBeVisible()
    await expect(page).toHaveURL('/spa')
    expect(requests).toEqual([])
  })

test('an answer that nobody asked for is not touched', async ({ page, context }) => {
  const requests = requestsTo(context, '/token')
  await page.goto('/spa?code=somebody-elses&state=x')
  await expect(
    page.getByText('This tab did not ask for that answer. Nothing was done with it.'),
  ).toBeVisible()
  await expect(page).toHaveURL('/spa')
  expect(requests).toEqual([])
})

test('who is not known here is told so by the API, and opens nothing', async ({ page }) => {
  await leaveForProvider(page)
  await signInAtProvider(page, 'sam@provider.example')
  await page.getByRole('button', { name: 'Allow' }).click()
  await expect(page.getByText(/The provider signed you in/)).toBeVisible()
  expect((await call(page)).at(0)).toBe('401')
  await page.getByRole('button', { name: 'Exchange', exact: true }).click()
  await expect(page.getByText(/This page got it from/)).toHaveCount(0)
})

test('only this page may speak to the provider', async ({ page }) => {
  const policy = async (path: string) => {
    const headers = (await page.request.get(path)).headers()
    return /connect-src ([^;]+)/.exec(headers['content-security-policy'] ?? '')?.[1]
  }
  expect(await policy('/spa')).toMatch(/^'self' http:\/\/localhost:\d+$/)
  for (const path of ['/', '/sign-in', '/spa/x', '/outbox', '/account'])
    expect(await policy(path), path).not.toContain('http')
})
