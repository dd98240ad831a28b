import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { calculateJwkThumbprint, decodeJwt, EmbeddedJWK, jwtVerify, type JWK } from 'jose'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { idsBy, isBound, tokenStrategyIds } from '@/lib/strategies'
import { keepKey, keyFileIn, needsKey, newKey, proverFor, proverWith } from './key-file'
import { fileIn, prepareFolder, removeTokens, tokenKinds } from './token-file'

const app = 'http://localhost:3000'
const [kind] = tokenStrategyIds.filter(isBound)
const stored = { kind: kind!, app }

let folder: string
beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(os.tmpdir(), 'bothways-native-')), 'native')
  prepareFolder(folder)
})
afterEach(() => rmSync(path.dirname(folder), { recursive: true }))

async function kept() {
  const key = await newKey()
  keepKey(folder, key)
  return key
}

test('only what is bound needs a key', async () => {
  expect(tokenKinds.filter((one) => needsKey({ kind: one }))).toEqual(
    idsBy({ carrier: 'header', proof: 'each-request' }),
  )
  expect(await proverFor({ kind: 'provider', app }, folder)).toBeUndefined()
})

test('the file is 600, whatever the umask, and the proofs are by its key, for the app alone', async () => {
  const before = process.umask(0)
  const key = await kept().finally(() => process.umask(before))
  expect(statSync(keyFileIn(folder)).mode & 0o777).toBe(0o600)
  expect(JSON.parse(readFileSync(keyFileIn(folder), 'utf8'))).toEqual(key)
  const prover = (await proverFor(stored, folder))!
  const proof = await prover.proof('GET', '/api/me?x=1', 'the-token')
  const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, { typ: 'dpop+jwt' })
  expect(payload).toMatchObject({ htm: 'GET', htu: `${app}/api/me` })
  expect(payload.ath).toHaveLength(43)
  const { d, ...publicJwk } = key
  expect(protectedHeader.jwk).toEqual(publicJwk)
  expect(proof).not.toContain(d)
  expect(await prover.thumbprint()).toBe(await calculateJwkThumbprint(protectedHeader.jwk as JWK))
})

test('each key is new, and each proof', async () => {
  const [one, other] = [await newKey(), await newKey()]
  expect(one.d).not.toBe(other.d)
  const prover = await proverWith(one, app)
  const proofs = [await prover.proof('GET', '/', undefined), await prover.proof('GET', '/', undefined)]
  expect(new Set(proofs.map((proof) => decodeJwt(proof).jti)).size).toBe(2)
})

test('it goes with the tokens, and with a sign-in that needs none', async () => {
  await kept()
  removeTokens(folder)
  expect(readdirSync(folder)).toEqual([])
  await kept()
  keepKey(folder, undefined)
  expect(readdirSync(folder)).toEqual([])
})

test.each([0o640, 0o604, 0o620, 0o602, 0o644, 0o666])('a key file of mode %o is refused', async (mode) => {
  await kept()
  chmodSync(keyFileIn(folder), mode)
  const said = `its mode is ${mode.toString(8)}): others may know the key.`
  await expect(proverFor(stored, folder)).rejects.toThrow(said)
})

test('a link is refused, a folder that others may enter, and a key that is gone', async () => {
  await expect(proverFor(stored, folder)).rejects.toThrow('key.json is gone, and the tokens need it.')
  writeFileSync(fileIn(folder), '{}', { mode: 0o600 })
  symlinkSync(fileIn(folder), keyFileIn(folder))
  await expect(proverFor(stored, folder)).rejects.toThrow('cannot be read (ELOOP)')
  rmSync(keyFileIn(folder))
  await kept()
  chmodSync(folder, 0o755)
  await expect(proverFor(stored, folder)).rejects.toThrow('its mode is 755')
})

test.each(['', '{', 'null', '{"d":"a-secret"}'])(
  'what is damaged is named, not repeated: %j',
  async (text) => {
    await kept()
    writeFileSync(keyFileIn(folder), text)
    await expect(proverFor(stored, folder)).rejects.toThrow(/key\.json is damaged/)
    await expect(proverFor(stored, folder)).rejects.not.toThrow(/a-secret/)
  },
)
