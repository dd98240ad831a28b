import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import getPort from 'get-port'
import {
  appOrigin,
  authorize,
  browser,
  codeOf,
  redeem,
  startProvider,
} from '@/lib/local-provider/testing/provider-client'
import { isBound, tokenStrategyIds } from '@/lib/strategies'
import { CannotTell, type CommandContext } from './command'
import { TokenFileError } from './private-file'
import { renewed } from './tokens'
import { prepareFolder, readTokens, removeTokens, writeTokens, type Stored } from './token-file'

/** Against the real provider, with its own token: so no app is needed. */

const { issuer } = await startProvider()

let dataDir: string
let run: CommandContext
beforeEach(() => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'bothways-native-'))
  const places = { app: appOrigin, issuer, folder: path.join(dataDir, 'native') }
  run = { places, clock: () => new Date('2030-01-01T00:00:00Z'), say: () => {} }
})
afterEach(() => rmSync(dataDir, { recursive: true }))

async function signedIn(changed: Partial<Stored> = {}): Promise<Stored> {
  const forApi = { scope: 'openid profile email api', resource: `${appOrigin}/api` }
  const code = codeOf(await authorize(browser(issuer), 'native', forApi))
  const { access_token, refresh_token } = (await redeem(issuer, 'native', code)).tokens
  const stored: Stored = {
    app: appOrigin,
    issuer,
    kind: 'provider',
    accessTokenExpiresAt: '2030-01-01T00:00:00.000Z',
    accessToken: access_token,
    refreshToken: refresh_token!,
    ...changed,
  }
  prepareFolder(run.places.folder)
  writeTokens(run.places.folder, stored)
  return stored
}

test('the new pair is kept, and until when it is good', async () => {
  const before = await signedIn()
  const after = await renewed(run, before)
  const stored = readTokens(run.places.folder)!
  expect(after).toEqual({ ok: true, stored })
  expect(stored).toMatchObject({ accessTokenExpiresAt: '2030-01-01T00:05:00.000Z', kind: 'provider' })
  expect(stored.refreshToken).not.toBe(before.refreshToken)
})

test('of ten at once that saw the same token one refreshes: a second would have ended the grant', async () => {
  const seen = await signedIn()
  const all = await Promise.all(Array.from({ length: 10 }, () => renewed(run, seen)))
  const stored = readTokens(run.places.folder)!
  expect(all).toEqual(Array.from({ length: 10 }, () => ({ ok: true, stored })))
  expect(await renewed(run, stored)).toMatchObject({ ok: true }) // the grant lives
})

test('a spent refresh token is a refusal, and what is stored stays', async () => {
  const before = await signedIn()
  await renewed(run, before)
  writeTokens(run.places.folder, before)
  expect(await renewed(run, before)).toMatchObject({ ok: false, exit: 'refused', code: 'refresh_refused' })
  expect(readTokens(run.places.folder)).toEqual(before)
})

test('signed out meanwhile: nothing comes back to life', async () => {
  const seen = await signedIn()
  removeTokens(run.places.folder)
  expect(await renewed(run, seen)).toMatchObject({ code: 'not_signed_in' })
  expect(readTokens(run.places.folder)).toBeUndefined()
})

test('a key that is gone: nothing is spent without it', async () => {
  const [kind] = tokenStrategyIds.filter(isBound)
  const before = await signedIn({ kind: kind! })
  await expect(renewed(run, before)).rejects.toBeInstanceOf(TokenFileError)
  writeTokens(run.places.folder, { ...before, kind: 'provider' })
  expect(await renewed(run, before)).toMatchObject({ ok: true })
})

test('the app is gone: the rotated refresh token is kept, and the next try goes on with it', async () => {
  const before = await signedIn({ kind: 'bearer', app: `http://127.0.0.1:${await getPort()}` })
  await expect(renewed(run, before)).rejects.toBeInstanceOf(CannotTell)
  const between = readTokens(run.places.folder)!
  expect(between).toEqual({ ...before, refreshToken: between.refreshToken })
  writeTokens(run.places.folder, { ...between, kind: 'provider' })
  expect(await renewed(run, between)).toMatchObject({ ok: true })
})
