import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { calculateJwkThumbprint, decodeJwt } from 'jose'
import getPort from 'get-port'
import { Prover } from '@/lib/client'
import { isBound, tokenStrategyIds } from '@/lib/strategies'
import { Client } from '../support/client'
import { Native } from '../support/native'
import { until } from '../support/until'
import { continueWith, signInAtProvider } from './at-provider'
import { expect, test as base } from './browser-test'

/** `npm run native` as a process, its person in Chromium, the worker's app and its provider. */

const test = base.extend<{ native: Native }>({
  native: async ({ app }, use) => {
    const native = await Native.of(app)
    await use(native)
    for (const secret of native.secrets) expect(native.said).not.toContain(secret)
    for (const secret of native.secrets) expect(app.log()).not.toContain(secret)
    await native.remove()
  },
})

/** Lin comes through the front door once: until then the app knows nobody by that identity. */
async function becomeKnown(page: Page) {
  await page.goto('/sign-in')
  await continueWith(page, 'Local provider')
  await signInAtProvider(page, 'lin@provider.example')
  await expect(page).toHaveURL('/account')
}

/** Opens the printed address; the person is signed in at the provider already, and is asked all the same. */
async function decide(page: Page, address: string, decision: 'Allow' | 'Deny') {
  await page.goto(address)
  await page.getByRole('button', { name: decision }).click()
  await expect(page.getByText('You can close this window')).toBeVisible()
}

async function signIn(native: Native, page: Page, ...args: string[]) {
  const { ended, address } = native.start(['--no-browser', ...args])
  await decide(page, await address(), 'Allow')
  return ended
}

const json = (text: string) => JSON.parse(text) as Record<string, unknown>
const lin = { email: 'lin@provider.example', name: 'Lin Meyer', role: 'user' }

test.beforeEach(async ({ page }) => becomeKnown(page))

test('sign-in, me, refresh, sign-out, me', async ({ native, page, app }) => {
  const entered = await signIn(native, page)
  expect([entered.code, entered.stdout]).toEqual([0, expect.stringMatching(/^Signed in as Lin Meyer \(lin@/)])
  expect(await native.modes()).toEqual([0o600, 0o700])
  const first = (await native.tokens())!
  expect(decodeJwt(first.accessToken)).toMatchObject({ iss: app.origin, aud: `${app.origin}/api` })

  const me = await native.run('me', '--json')
  expect([me.code, json(me.stdout)]).toMatchObject([
    0,
    { ok: true, state: { status: 'authenticated', strategy: 'bearer', user: lin } },
  ])
  expect(json(me.stdout)).toHaveProperty('state.provider', expect.stringMatching(/^local-/))

  expect(await native.run('refresh')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Refreshed\./),
  })
  const second = (await native.tokens())!
  expect(second.refreshToken).not.toBe(first.refreshToken)
  expect(decodeJwt(second.accessToken).jti).not.toBe(decodeJwt(first.accessToken).jti)

  const left = await native.run('sign-out')
  expect(left).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Signed out\. Revoked: the session at /),
  })
  expect(left.stdout).toContain(`a copy of it is good until ${second.accessTokenExpiresAt}`)
  expect(await native.tokens()).toBeNull()
  expect(await native.run('me')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Nobody is signed in'),
  })
  expect((await native.run('sign-out', '--json')).code).toBe(1)

  const form = { grant_type: 'refresh_token', client_id: 'native', refresh_token: second.refreshToken }
  const spent = await fetch(`${app.issuer}/token`, { method: 'POST', body: new URLSearchParams(form) })
  expect([spent.status, await spent.json()]).toMatchObject([400, { error: 'invalid_grant' }])
})

test('the sentence about what is left is true: bearer goes on, hybrid ends', async ({
  native,
  page,
  app,
}) => {
  const me = async (token: string) =>
    (await new Client(app).get('/api/me', { authorization: `Bearer ${token}` })).status

  await signIn(native, page)
  const bearer = (await native.tokens())!.accessToken
  const left = json((await native.run('sign-out', '--json')).stdout)
  expect(left).toMatchObject({
    revoked: { app: true, provider: true },
    accessTokenGoodUntil: expect.any(String),
  })
  expect(await me(bearer)).toBe(200)

  await signIn(native, page, '--token=hybrid')
  const before = (await native.tokens())!.accessToken
  await native.run('refresh')
  const hybrid = (await native.tokens())!.accessToken
  expect([await me(before), await me(hybrid)]).toEqual([401, 200]) // a refresh leaves nothing behind
  const ended = json((await native.run('sign-out', '--json')).stdout)
  expect(ended).toMatchObject({ revoked: { app: true, provider: true }, accessTokenGoodUntil: null })
  expect(await me(hybrid)).toBe(401)
})

for (const strategy of tokenStrategyIds.filter(isBound))
  test.describe(`bound to a key, ${strategy}`, () => {
    const enter = (native: Native, page: Page) => signIn(native, page, `--token=${strategy}`)

    test('sign-in, me, refresh, sign-out: one key, in a file for its owner alone', async ({
      native,
      page,
      app,
    }) => {
      expect((await enter(native, page)).code).toBe(0)
      expect((await stat(native.keyFile)).mode & 0o777).toBe(0o600)
      const key = (await native.key())!
      const jkt = await calculateJwkThumbprint(key)
      const first = (await native.tokens())!.accessToken
      expect(decodeJwt(first)).toMatchObject({ strategy, cnf: { jkt } })
      expect(json((await native.run('me', '--json')).stdout)).toMatchObject({
        state: { strategy, user: lin },
      })

      expect((await native.run('refresh')).code).toBe(0)
      const { accessToken, accessTokenExpiresAt } = (await native.tokens())!
      expect(accessToken).not.toBe(first)
      expect(decodeJwt(accessToken)).toMatchObject({ cnf: { jkt } })
      expect(await native.key()).toEqual(key)
      expect((await native.run('me')).code).toBe(0)

      const left = await native.run('sign-out')
      expect(left.stdout).toContain(`Revoked: the session at ${app.origin}; the grant at ${app.issuer}`)
      expect(left.stdout).toContain(
        `good until ${accessTokenExpiresAt} for whoever has a copy of the key, too.`,
      )
      expect(left.stdout).toContain('The tokens and the key are deleted here.')
      expect([await native.tokens(), await native.key()]).toEqual([null, null])
    })

    test('a copy of the tokens without the key is worth nothing', async ({ native, page, app }) => {
      await enter(native, page)
      const { accessToken } = (await native.tokens())!
      const thief = new Client(app)
      const me = (prover?: Prover) => thief.api.call('GET /api/me', { accessToken, prover })
      expect(await me()).toMatchObject({ status: 401 })
      expect(await me(new Prover(() => app.origin))).toMatchObject({ status: 401 })

      const { d, x, y } = await crypto.subtle.exportKey('jwk', (await otherKey()).privateKey)
      await writeFile(native.keyFile, JSON.stringify({ ...(await native.key()), d, x, y }))
      const { code, stdout } = await native.run('me', '--json')
      expect([code, json(stdout)]).toMatchObject([1, { ok: false, code: 'malformed' }])
    })

    test('a key that others could read is refused, and sign-out is not', async ({ native, page }) => {
      await enter(native, page)
      await chmod(native.keyFile, 0o644)
      for (const command of ['me', 'refresh']) {
        const { code, stdout } = await native.run(command, '--json')
        expect([code, json(stdout)]).toMatchObject([1, { code: 'unsafe_token_file' }])
        expect(json(stdout).message).toMatch(/key\.json must belong to you and be open to you alone/)
      }
      expect((await native.run('sign-out')).code).toBe(0)
      expect([await native.tokens(), await native.key()]).toEqual([null, null])
    })

    test('a sign-in for tokens without a key leaves none behind', async ({ native, page }) => {
      await enter(native, page)
      expect((await signIn(native, page)).code).toBe(0)
      expect(await native.key()).toBeNull()
      expect((await native.run('me')).code).toBe(0)
    })
  })

const otherKey = () =>
  crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])

test('with the provider’s own token', async ({ native, page, app }) => {
  expect((await signIn(native, page, '--token=provider')).code).toBe(0)
  const { accessToken } = (await native.tokens())!
  expect(decodeJwt(accessToken)).toMatchObject({ iss: app.issuer, aud: `${app.origin}/api`, sub: 'lin' })
  expect(json((await native.run('me', '--json')).stdout)).toMatchObject({
    state: { strategy: 'bearer', user: lin },
  })
  const { stdout } = await native.run('sign-out')
  expect(stdout).toContain(`Revoked: the grant at ${app.issuer}`)
  expect(stdout).toContain('Not revoked: the provider access token')
})

test('Deny: refused, and nothing is stored', async ({ native, page }) => {
  const { ended, address } = native.start(['sign-in', '--no-browser', '--json'])
  await decide(page, await address(), 'Deny')
  const { code, stdout } = await ended
  expect([code, json(stdout)]).toMatchObject([1, { ok: false, code: 'access_denied' }])
  expect(await native.tokens()).toBeNull()
})

test('somebody whom the app does not know: refused, and nothing is stored', async ({
  native,
  browser,
  app,
}) => {
  const context = await browser.newContext({ baseURL: app.url })
  const page = await context.newPage()
  const { ended, address } = native.start(['--no-browser'])
  await page.goto(await address())
  await signInAtProvider(page, 'sam@provider.example')
  await page.getByRole('button', { name: 'Allow' }).click()
  const { code, stderr } = await ended
  expect([code, stderr]).toEqual([1, expect.stringContaining(`Sign in once at ${app.origin}/sign-in`)])
  expect(await native.tokens()).toBeNull()
  await context.close()
})

test('two that find the token expired at once refresh it once', async ({ native, page, app }) => {
  await signIn(native, page)
  const exchanges = () => app.log().match(/account\.signed_in.*bothways-native/g)?.length ?? 0
  await expect.poll(exchanges).toBeGreaterThan(0)
  await native.age()
  const before = exchanges()
  const both = await native.whileLocked(async () => {
    const runs = [native.start(['me', '--json']), native.start(['me', '--json'])]
    await Promise.all(runs.map(({ says }) => says('The access token has expired')))
    return runs
  })
  const ended = await Promise.all(both.map((run) => run.ended))
  expect(ended.map(({ code }) => code)).toEqual([0, 0])
  for (const { stdout } of ended) expect(json(stdout)).toHaveProperty('state.user.email', lin.email)
  expect((await native.run('refresh')).code).toBe(0) // the grant lives: no refresh token came twice
  await expect.poll(exchanges).toBe(before + 2) // one for the two, and this one
})

test('signing in again signs out before', async ({ native, page, app }) => {
  await signIn(native, page, '--token=hybrid')
  const { accessToken } = (await native.tokens())!
  expect((await signIn(native, page)).code).toBe(0)
  const me = await new Client(app).get('/api/me', { authorization: `Bearer ${accessToken}` })
  expect(me.status).toBe(401)
  expect((await native.run('refresh')).code).toBe(0)
})

test('a session that was ended on the account page is not brought back by asking', async ({
  native,
  page,
}) => {
  await signIn(native, page, '--token=hybrid')
  await page.goto('/account')
  const own = page.getByRole('row').filter({ hasText: 'bothways-native' }).filter({ hasText: 'Hybrid' })
  await own.getByRole('button', { name: 'End session' }).click()
  await expect(own).toHaveCount(0)
  const { code, stdout } = await native.run('me', '--json')
  expect([code, json(stdout)]).toMatchObject([1, { code: 'revoked' }])
})

test('a file that others could read is refused', async ({ native, page }) => {
  await signIn(native, page)
  await chmod(native.file, 0o644)
  const { code, stdout } = await native.run('me', '--json')
  expect([code, json(stdout)]).toMatchObject([1, { code: 'unsafe_token_file' }])
})

test('nobody answers: cannot tell, and nothing is forgotten', async ({ native, page, app }) => {
  await signIn(native, page)
  const elsewhere = `http://localhost:${await getPort()}`
  const tokens = (await native.tokens())!
  await writeFile(native.file, JSON.stringify({ ...tokens, app: elsewhere, issuer: elsewhere }))
  expect((await native.run('me')).code).toBe(3)
  const left = await native.run('sign-out')
  expect([left.code, left.stderr]).toEqual([3, expect.stringMatching(/^Not signed out\. Not revoked: /)])
  await writeFile(native.file, JSON.stringify({ ...tokens, issuer: elsewhere }))
  const half = await native.run('sign-out')
  expect(half.stderr).toContain(`Not revoked: the grant at ${elsewhere}`)
  expect(half.stderr).toContain(`Revoked: the session at ${app.origin}`)
  expect(await native.tokens()).not.toBeNull()
  await writeFile(native.file, JSON.stringify(tokens))
  expect((await native.run('sign-out')).code).toBe(0)
})

test('opens the system’s browser with the address as it is, without a shell', async ({ native, page }) => {
  const folder = await mkdtemp(join(tmpdir(), 'bothways-opener-'))
  const [program, opened] = [join(folder, 'xdg-open'), join(folder, 'opened')]
  await writeFile(
    program,
    `#!/bin/sh\nprintf '%s\\n' "$#" "$@" > '${opened}.part' && mv '${opened}.part' '${opened}'\n`,
  )
  await chmod(program, 0o755)
  const { ended, address } = native.start([], { DISPLAY: ':99', PATH: `${folder}:${process.env.PATH}` })
  const lines = await until('the browser to be opened', () => readFile(opened, 'utf8').catch(() => ''))
  expect(lines).toBe(`1\n${await address()}\n`)
  await decide(page, await address(), 'Allow')
  expect((await ended).code).toBe(0)
  await rm(folder, { recursive: true })
})

test('killed while it waits, it is in nobody’s way', async ({ native, page }) => {
  const { ended, address, kill } = native.start(['--no-browser'])
  await address()
  kill()
  await ended
  expect((await signIn(native, page)).code).toBe(0)
})
