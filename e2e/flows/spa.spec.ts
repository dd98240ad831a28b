import type { Page, Request } from '@playwright/test'
import { calculateJwkThumbprint, decodeJwt, decodeProtectedHeader } from 'jose'
import { isBound, strategies, tokenStrategyIds, type TokenStrategyId } from '@/lib/strategies'
import { makePerson } from '../support/people'
import {
  call,
  keptKeys,
  readable,
  requestsTo,
  secretsOf,
  signInHere,
  statuses,
  stores,
  type Store,
} from './single-page'
import { expect, test } from './browser-test'

/** The single-page client with a password: every token strategy, three places, several tabs, two ways out (S3, S4, A64). */

const boundIds = tokenStrategyIds.filter(isBound)
const eachStore = Object.keys(stores) as Store[]
const jwt = /eyJ[\w-]+\.[\w-]+\.[\w-]+/
const afterReload = { memory: 'the refresh cookie', session: 'sessionStorage', local: 'localStorage' }
const inSecondTab = { memory: 'another tab, which holds it in memory', session: null, local: 'localStorage' }

const cameFrom = (page: Page, what: string) =>
  expect(page.getByText(`This page got it from: ${what}.`)).toBeVisible()

/** Where tokens lie, by what a script reads. */
async function placesOfTokens(page: Page) {
  const { cookie, session, local, caches } = await readable(page)
  expect(caches).toEqual([])
  expect(cookie).not.toMatch(jwt)
  return { session: jwt.test(session), local: jwt.test(local) }
}

for (const store of eachStore)
  for (const strategy of tokenStrategyIds)
    test(`${strategy} in ${store}: who can read it, after a reload, in a second tab`, async ({
      page,
      context,
      person,
    }) => {
      const secrets = secretsOf(context)
      await signInHere(page, person, strategy, store)
      expect(await call(page)).toEqual(['200'])
      await expect(page.getByText(`"strategy": "${strategy}"`)).toBeVisible()
      expect(await call(page, '/api/admin/stats')).toEqual(['403'])
      expect(await placesOfTokens(page)).toEqual({ session: store === 'session', local: store === 'local' })
      expect(await keptKeys(page)).toHaveLength(isBound(strategy) ? 1 : 0)
      expect(secrets.size).toBeGreaterThan(0)
      for (const secret of secrets) expect(await page.content()).not.toContain(secret)

      await page.reload()
      await cameFrom(page, afterReload[store])
      expect(await call(page)).toEqual(['200'])

      const second = await context.newPage()
      await second.goto('/spa')
      const found = inSecondTab[store]
      if (!found) return expect(second.getByLabel('Email')).toBeVisible()
      await cameFrom(second, found)
      expect(await call(second)).toEqual(['200'])
    })

test('the refresh cookie is for one path, and no script and no other site', async ({
  page,
  context,
  person,
}) => {
  await signInHere(page, person, 'bearer', 'memory')
  const cookie = (await context.cookies(`${page.url()}/../api/token/browser`)).find(
    ({ name }) => name === 'refresh',
  )
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/api/token/browser' })
  expect(Object.values(await readable(page)).join()).not.toContain(cookie!.value)
  const elsewhere = page.waitForRequest('**/api/me')
  await call(page)
  expect((await (await elsewhere).allHeaders()).cookie ?? '').not.toContain(cookie!.value)
})

test('a refused access token is refreshed, and the call made once more', async ({ page, person }) => {
  await signInHere(page, person, 'hybrid', 'local')
  await page.evaluate(() => {
    const held = JSON.parse(localStorage.getItem('spa.tokens')!) as { accessToken: string }
    const accessToken = held.accessToken.slice(0, -9) + 'AAAAAAAAA'
    localStorage.setItem('spa.tokens', JSON.stringify({ ...held, accessToken }))
  })
  await page.reload()
  await cameFrom(page, 'localStorage')
  expect(await call(page)).toEqual(['401', '200', '200'])
  expect(await call(page)).toEqual(['200'])
})

/** How many were answered with tokens; a proof that lacked the nonce of the server is sent again. */
async function accepted(sent: Request[]): Promise<number> {
  const answers = await Promise.all(sent.map((request) => request.response()))
  const refused = answers.filter((answer) => answer?.status() === 400)
  for (const answer of refused) expect(await answer?.json()).toMatchObject({ error: 'use_dpop_nonce' })
  return answers.length - refused.length
}

const refreshing = (['memory', 'local'] as const).flatMap((store) =>
  tokenStrategyIds.map((strategy) => ({ store, strategy })),
)
for (const { store, strategy } of refreshing)
  test(`two tabs refresh at once, ${strategy} in ${store}: one request`, async ({
    page,
    context,
    person,
  }) => {
    await signInHere(page, person, strategy, store)
    const second = await context.newPage()
    await second.goto('/spa')
    await cameFrom(second, inSecondTab[store])
    const path = store === 'memory' ? '/api/token/browser/refresh' : '/api/token/refresh'
    const sent = requestsTo(context, path)
    const [buttons, tabs] = [
      [page, second].map((tab) => tab.getByRole('button', { name: 'Refresh' })),
      [page, second],
    ]
    await context.route(`**${path}`, async (route) => {
      for (const button of buttons) await expect(button).toHaveAttribute('aria-disabled', 'true') // both are at it
      await route.continue()
    })
    await Promise.all(buttons.map((button) => button.click()))
    for (const tab of tabs) await expect(tab.getByText(/got it from: (a refresh|another tab)/)).toBeVisible()
    for (const button of buttons) await expect(button).toHaveAttribute('aria-disabled', 'false')
    expect(await accepted(sent)).toBe(1)
    for (const tab of tabs) expect(await call(tab)).toEqual(['200'])
    expect(await accepted(sent)).toBe(1)
  })

test('a second browser that uses the refresh token ends it for both', async ({ page, context, person }) => {
  await signInHere(page, person, 'hybrid', 'local')
  const stolen = await page.evaluate(
    () => (JSON.parse(localStorage.getItem('spa.tokens')!) as { refreshToken: string }).refreshToken,
  )
  const refreshes = () => context.request.post('/api/token/refresh', { data: { refresh_token: stolen } })
  const first = (await (await refreshes()).json()) as { refresh_token: string }
  await context.request.post('/api/token/refresh', { data: { refresh_token: first.refresh_token } })
  await page.getByRole('button', { name: 'Refresh' }).click()
  await expect(page.getByText('That session has ended: sign in again.')).toBeVisible()
  expect(await placesOfTokens(page)).toEqual({ session: false, local: false })
})

/** What the copy comes to once the session was ended: a token that nobody looks up goes on, unless a key is missing. */
const afterEnd = (strategy: TokenStrategyId) =>
  isBound(strategy) ? ['401', '401'] : [strategies[strategy].endsAtOnce ? '401' : '200']

async function tryTheCopy(page: Page, what: 'Try the access token' | 'Try to refresh', count: number) {
  await page.getByRole('button', { name: what }).click()
  const tries = page.getByRole('list', { name: 'Tries with the copy' }).getByRole('listitem')
  await expect(tries).toHaveCount(count)
}

for (const store of eachStore)
  for (const strategy of tokenStrategyIds) {
    const attempts = isBound(strategy) ? 2 : 1 // without a proof, and with one by another key
    const access = afterEnd(strategy)

    test(`${strategy} in ${store}: signed out with revocation`, async ({ page, person }) => {
      await signInHere(page, person, strategy, store)
      await page.getByRole('button', { name: 'Sign out and revoke' }).click()
      await expect(page.getByText(/The server ended the session/)).toBeVisible()
      await tryTheCopy(page, 'Try the access token', attempts)
      await expect(page.getByText(access.at(-1) === '200' ? /^Accepted:/ : /^Refused:/)).toBeVisible()
      await tryTheCopy(page, 'Try to refresh', 2 * attempts)
      const refresh = Array.from({ length: attempts }, () => '400')
      expect(await statuses(page, 'Tries with the copy')).toEqual([...access, ...refresh])
      expect(await placesOfTokens(page)).toEqual({ session: false, local: false })
      expect(await keptKeys(page)).toEqual([])
      await page.reload()
      await expect(page.getByLabel('Email')).toBeVisible()
    })

    test(`${strategy} in ${store}: dropped here only`, async ({ page, person }) => {
      await signInHere(page, person, strategy, store)
      await page.getByRole('button', { name: 'Drop the tokens here only' }).click()
      await expect(page.getByText(/The server was not told/)).toBeVisible()
      await tryTheCopy(page, 'Try the access token', attempts)
      await tryTheCopy(page, 'Try to refresh', 2 * attempts)
      const expected = isBound(strategy) ? ['401', '401', '400', '400'] : ['200', '200']
      expect(await statuses(page, 'Tries with the copy')).toEqual(expected)
      expect(await keptKeys(page)).toEqual([])
      await page.reload()
      await expect(page.getByLabel('Email')).toBeVisible()
    })
  }

test('signed out in one tab is signed out in the other', async ({ page, context, person }) => {
  await signInHere(page, person, 'bearer', 'memory')
  const second = await context.newPage()
  await second.goto('/spa')
  await cameFrom(second, inSecondTab.memory)
  await page.getByRole('button', { name: 'Sign out and revoke' }).click()
  await expect(second.getByText('Another tab signed out.')).toBeVisible()
  await expect(second.getByLabel('Email')).toBeVisible()
})

for (const strategy of boundIds)
  test.describe(`the key of ${strategy}`, () => {
    test('no script of the page takes the private key away, and the page shows it', async ({
      page,
      person,
    }) => {
      await signInHere(page, person, strategy, 'local')
      const [thumbprint] = await keptKeys(page)
      const place = page.getByRole('row').filter({ hasText: 'IndexedDB' })
      await expect(place).toContainText(`key pair ${thumbprint}`)
      for (const format of ['jwk', 'pkcs8'])
        await expect(place).toContainText(`exportKey("${format}"): refused, InvalidAccessError`)
      expect(await tryToTake(page)).toEqual({
        extractable: false,
        usages: ['sign'],
        asText: '{}',
        exported: ['jwk', 'pkcs8', 'raw', 'spki', 'wrapped'].map((how) => [how, 'refused']),
      })
    })

    test('each request has a proof of its own by that key, which the page decodes and does not show', async ({
      page,
      context,
      person,
    }) => {
      await signInHere(page, person, strategy, 'memory')
      const [thumbprint] = await keptKeys(page)
      const second = await context.newPage()
      await second.goto('/spa')
      await cameFrom(second, inSecondTab.memory)
      const sent = requestsTo(context, '/api/me')
      for (const tab of [page, second]) expect(await call(tab)).toEqual(['200'])
      const proofs = sent.map((request) => request.headers().dpop ?? '')
      const claims = proofs.map((proof) => decodeJwt(proof))
      expect(new Set(claims.map(({ jti }) => jti)).size).toBe(2)
      for (const proof of proofs) {
        const { jwk } = decodeProtectedHeader(proof)
        expect(await calculateJwkThumbprint(jwk!)).toBe(thumbprint)
        expect(Object.keys(jwk!).sort()).toEqual(['crv', 'kty', 'x', 'y'])
      }
      const shown = page.getByRole('list', { name: 'Requests of the last call' })
      for (const text of [
        'dpop+jwt',
        claims[0]!.jti!,
        claims[0]!.ath as string,
        new URL('/api/me', page.url()).href,
      ])
        await expect(shown.getByText(text)).toBeVisible()
      await expect(shown).toContainText(/Authorization: DPoP eyJ\S…\S\S \(\d+ bytes\)/)
      await expect(shown).toContainText(/DPoP: eyJ\S…\S\S \(\d+ bytes\)/)
      await expect(page.getByText(`Its thumbprint is ${thumbprint}`)).toBeVisible()
    })

    test('the copy is refused under both schemes, and the challenge says why', async ({ page, person }) => {
      await signInHere(page, person, strategy, 'session')
      await page.getByRole('button', { name: 'Drop the tokens here only' }).click()
      await tryTheCopy(page, 'Try the access token', 2)
      const tries = page.getByRole('list', { name: 'Tries with the copy' }).getByRole('listitem')
      await expect(tries.first()).toContainText('Authorization: Bearer, without a proof')
      await expect(tries.first()).toContainText('WWW-Authenticate: Bearer error="invalid_token"')
      await expect(tries.last()).toContainText('Authorization: DPoP, with a proof by another key')
      await expect(tries.last()).toContainText('WWW-Authenticate: DPoP error="invalid_dpop_proof"')
      await tryTheCopy(page, 'Try to refresh', 4)
      await expect(page.getByText(/^Refused: without the key/)).toBeVisible()
    })

    test('where the key is gone the tokens are, too, and a sentence says so', async ({ page, person }) => {
      for (const store of ['memory', 'local'] as const) {
        await signInHere(page, person, strategy, store)
        await loseKeys(page)
        await page.reload()
        await expect(page.getByText(/^The key of your tokens is not in this browser any more/)).toBeVisible()
        await expect(page.getByLabel('Email')).toBeVisible()
        expect(await readable(page)).toMatchObject({ session: '{}', local: '{}' })
      }
    })

    test('two sign-ins in two tabs have two keys: one that signs out leaves the other alone', async ({
      page,
      context,
      person,
    }) => {
      await signInHere(page, person, strategy, 'session')
      const second = await context.newPage()
      await signInHere(second, person, strategy, 'session')
      expect(await keptKeys(page)).toHaveLength(2)
      await second.getByRole('button', { name: 'Sign out and revoke' }).click()
      await expect(second.getByText(/The server ended the session/)).toBeVisible()
      await page.reload()
      await cameFrom(page, 'sessionStorage')
      expect(await call(page)).toEqual(['200'])
    })

    test('a tab that is closed leaves its key behind until the session ends, and not longer', async ({
      page,
      context,
      person,
    }) => {
      await signInHere(page, person, strategy, 'session')
      await page.close()
      const next = await context.newPage()
      for (const [days, count] of [
        [0, 1],
        [100, 0],
      ] as const) {
        await next.clock.setFixedTime(Date.now() + days * 86_400_000)
        await next.goto('/spa')
        await expect(next.getByLabel('Email')).toBeVisible()
        expect(await keptKeys(next)).toHaveLength(count)
      }
    })

    test('a browser that keeps no key keeps no tokens', async ({ page, person }) => {
      await page.addInitScript(() => {
        IDBFactory.prototype.open = () => {
          throw new DOMException('not here', 'SecurityError')
        }
      })
      const revoked = page.waitForResponse((answer) => answer.url().endsWith('/api/token/revoke'))
      await page.goto('/spa')
      await page.getByLabel('Email').fill(person.email)
      await page.getByLabel('Password', { exact: true }).fill(person.password)
      await page.getByRole('radio', { name: strategies[strategy].name }).check()
      await page.getByRole('radio', { name: 'localStorage' }).check()
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await expect(page.getByText(/^This browser lets the page keep no key/)).toBeVisible()
      expect((await revoked).status()).toBe(200)
      expect(await readable(page)).toMatchObject({ session: '{}', local: '{}' })
    })

    test('a clock that is wrong ends nothing', async ({ page, person }) => {
      await signInHere(page, person, strategy, 'local')
      await page.clock.setFixedTime(Date.now() + 3_600_000)
      await page.getByRole('button', { name: 'Refresh' }).click()
      await expect(
        page.getByText(/^The DPoP proof is missing, or was not made for this request/).first(),
      ).toBeVisible()
      expect(await placesOfTokens(page)).toEqual({ session: false, local: true })
      expect(await keptKeys(page)).toHaveLength(1)
      await page.clock.setFixedTime(Date.now())
      await page.getByRole('button', { name: 'Refresh' }).click()
      await cameFrom(page, 'a refresh')
    })
  })

/** All that an injected script could do to have the private key elsewhere: what came of each. */
const tryToTake = (page: Page) =>
  page.evaluate(async () => {
    const done = <Result>(request: IDBRequest<Result>) =>
      new Promise<Result>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error ?? new Error('no reason'))
      })
    const database = await done(indexedDB.open('spa'))
    const kept = await done<unknown[]>(database.transaction('keys').objectStore('keys').getAll())
    database.close()
    const { privateKey } = (kept[0] as { keyPair: CryptoKeyPair }).keyPair
    const wrapping = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['wrapKey'])
    const iv = crypto.getRandomValues(new Uint8Array(12))
    const tries: Record<string, () => Promise<unknown>> = {
      jwk: () => crypto.subtle.exportKey('jwk', privateKey),
      pkcs8: () => crypto.subtle.exportKey('pkcs8', privateKey),
      raw: () => crypto.subtle.exportKey('raw', privateKey),
      spki: () => crypto.subtle.exportKey('spki', privateKey),
      wrapped: () => crypto.subtle.wrapKey('pkcs8', privateKey, wrapping, { name: 'AES-GCM', iv }),
    }
    const exported: [string, string][] = []
    for (const [how, attempt] of Object.entries(tries))
      exported.push([
        how,
        await attempt().then(
          () => 'taken',
          () => 'refused',
        ),
      ])
    const { extractable, usages } = structuredClone(privateKey)
    return { extractable, usages, asText: JSON.stringify(privateKey), exported }
  })

/** As when the person clears the data of the site, or the browser does so. */
const loseKeys = (page: Page) =>
  page.evaluate(async () => {
    const opening = indexedDB.open('spa')
    await new Promise((resolve) => (opening.onsuccess = resolve))
    const database = opening.result
    const clearing = database.transaction('keys', 'readwrite').objectStore('keys').clear()
    await new Promise((resolve) => (clearing.onsuccess = resolve))
    database.close()
  })

test('who signs in again in this browser has ended what was there before', async ({ page, app, context }) => {
  const [one, other] = [await makePerson(app), await makePerson(app)]
  await signInHere(page, one, 'hybrid', 'memory')
  const [before] = await context.cookies(`${app.url}/api/token/browser`)
  await page.getByRole('button', { name: 'Drop the tokens here only' }).click()
  await signInHere(page, other, 'hybrid', 'memory')
  const data = { refresh_token: before!.value }
  expect((await context.request.post('/api/token/refresh', { data })).status()).toBe(400)
})

test('a wrong password says so, and nothing is kept', async ({ page, person }) => {
  await page.goto('/spa')
  await page.getByLabel('Email').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill('not the password at all')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText('That email and password do not match an account.')).toBeVisible()
  expect(await readable(page)).toMatchObject({ session: '{}', local: '{}' })
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })
  test('a sentence says that it is needed, and there is no form to send', async ({ page }) => {
    await page.goto('/spa')
    await expect(page.getByText(/it needs JavaScript/)).toBeVisible()
    await expect(page.getByLabel('Password')).toHaveCount(0)
  })
})
