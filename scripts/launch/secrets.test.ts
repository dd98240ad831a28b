import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readSecrets } from './secrets'

let dataDir: string
beforeEach(() => (dataDir = mkdtempSync(path.join(os.tmpdir(), 'bothways-secrets-'))))
afterEach(() => rmSync(dataDir, { recursive: true }))

const file = () => path.join(dataDir, 'secrets.json')
const mode = () => statSync(file()).mode & 0o777

test('made once, for the owner alone, and the same ever after', async () => {
  const { secrets } = await readSecrets(dataDir)
  expect(mode()).toBe(0o600)
  expect(readdirSync(dataDir)).toEqual(['secrets.json'])
  expect((await readSecrets(dataDir)).secrets).toEqual(secrets)
  for (const name of ['AUTH_SECRET', 'LOCAL_PROVIDER_SECRET', 'databasePassword'] as const)
    expect(Buffer.from(secrets[name], 'base64url')).toHaveLength(33)
})

test('five starts at once agree', async () => {
  const all = await Promise.all(Array.from({ length: 5 }, () => readSecrets(dataDir)))
  expect(new Set(all.map(({ secrets }) => secrets.AUTH_SECRET)).size).toBe(1)
})

test('a mode that lets others read is taken back', async () => {
  await readSecrets(dataDir)
  chmodSync(file(), 0o644)
  await readSecrets(dataDir)
  expect(mode()).toBe(0o600)
})

test('what is missing is added, what is there stays', async () => {
  const AUTH_SECRET = 'fTq0dYxJ3mZ8vK1rB6nW9sGhC4pLuE2a'
  writeFileSync(file(), JSON.stringify({ AUTH_SECRET }))
  const { secrets } = await readSecrets(dataDir)
  expect(secrets.AUTH_SECRET).toBe(AUTH_SECRET)
  expect(secrets.databasePassword).toMatch(/^[\w-]{44}$/)
})

test('a damaged file stops the start and is left alone', async () => {
  writeFileSync(file(), '{"AUTH_SECRET":')
  await expect(readSecrets(dataDir)).rejects.toThrow(/secrets\.json cannot be read/)
})
