import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fileIn, prepareFolder, readTokens, removeTokens, writeTokens, type Stored } from './token-file'

let dataDir: string
let folder: string
beforeEach(() => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'bothways-native-'))
  chmodSync(dataDir, 0o711)
  folder = path.join(dataDir, 'native')
})
afterEach(() => rmSync(dataDir, { recursive: true }))

const tokens: Stored = {
  app: 'http://localhost:3000',
  issuer: 'http://localhost:4000',
  kind: 'bearer',
  accessToken: 'an-access-token',
  accessTokenExpiresAt: '2030-01-01T00:05:00.000Z',
  refreshToken: 'a-refresh-token',
}

function store() {
  prepareFolder(folder)
  writeTokens(folder, tokens)
}
const modeOf = (file: string) => statSync(file).mode & 0o777

test('the file is 600 and its folder 700, whatever the umask; the folder above stays as it was', () => {
  const before = process.umask(0)
  try {
    store()
  } finally {
    process.umask(before)
  }
  expect([modeOf(fileIn(folder)), modeOf(folder), modeOf(dataDir)]).toEqual([0o600, 0o700, 0o711])
  expect(readTokens(folder)).toEqual(tokens)
})

test('written whole, in the place of the one before, with nothing left beside it', () => {
  store()
  writeTokens(folder, { ...tokens, refreshToken: 'the-next' })
  expect(readTokens(folder)?.refreshToken).toBe('the-next')
  expect(readdirSync(folder)).toEqual(['tokens.json'])
})

test('a run that was killed while writing leaves the tokens as they were, and is in nobody’s way', () => {
  store()
  writeFileSync(`${fileIn(folder)}.${process.pid}`, '{"app":')
  expect(readTokens(folder)).toEqual(tokens)
  writeTokens(folder, tokens)
  expect(readdirSync(folder)).toEqual(['tokens.json'])
})

test('nobody is signed in: no folder, no file, removed', () => {
  expect(readTokens(folder)).toBeUndefined()
  prepareFolder(folder)
  expect(readTokens(folder)).toBeUndefined()
  store()
  removeTokens(folder)
  removeTokens(folder)
  expect(readTokens(folder)).toBeUndefined()
})

test.each([0o640, 0o604, 0o620, 0o602, 0o610, 0o644, 0o666])('a file of mode %o is refused', (mode) => {
  store()
  chmodSync(fileIn(folder), mode)
  expect(() => readTokens(folder)).toThrow(`its mode is ${mode.toString(8)}`)
})

test.each([0o755, 0o750, 0o710, 0o701, 0o770, 0o777])('a folder of mode %o is refused', (mode) => {
  store()
  chmodSync(folder, mode)
  expect(() => readTokens(folder)).toThrow(`its mode is ${mode.toString(8)}`)
  expect(() => prepareFolder(folder)).toThrow(`its mode is ${mode.toString(8)}`)
})

test('somebody else’s file is refused', () => {
  store()
  vi.spyOn(process, 'getuid').mockReturnValue(process.getuid!() + 1)
  expect(() => readTokens(folder)).toThrow('must belong to you')
})

test('a link is refused, for the file and for the folder', () => {
  store()
  renameSync(fileIn(folder), path.join(folder, 'elsewhere.json'))
  symlinkSync('elsewhere.json', fileIn(folder))
  expect(() => readTokens(folder)).toThrow('cannot be read (ELOOP)')
  renameSync(path.join(folder, 'elsewhere.json'), fileIn(folder))
  renameSync(folder, `${folder}-elsewhere`)
  symlinkSync(`${folder}-elsewhere`, folder)
  expect(() => readTokens(folder)).toThrow('must belong to you')
  expect(() => prepareFolder(folder)).toThrow('must belong to you')
})

test('a folder in the place of the file is refused', () => {
  prepareFolder(folder)
  mkdirSync(fileIn(folder), { mode: 0o700 })
  expect(() => readTokens(folder)).toThrow('must belong to you')
})

test.each(['', '{', 'null', '{"accessToken":"a-secret"}', JSON.stringify({ ...tokens, more: 'a-secret' })])(
  'what is damaged is named, not repeated: %j',
  (text) => {
    store()
    writeFileSync(fileIn(folder), text)
    const reading = () => readTokens(folder)
    expect(reading).toThrow(/tokens\.json is damaged/)
    expect(reading).not.toThrow(/a-secret/)
  },
)
