import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openRecords, placeOf, seal, unseal } from './records'

let folder: string
beforeEach(() => (folder = path.join(mkdtempSync(path.join(os.tmpdir(), 'bothways-records-')), 'provider')))
afterEach(() => {
  vi.useRealTimers()
  rmSync(path.dirname(folder), { recursive: true })
})

const place = (name: string) => placeOf('Test', name)
const record = (seconds: number, sealed = 'x') => ({ expiresAt: Date.now() + seconds * 1000, sealed })
const files = () => readdirSync(folder)
const mode = (file: string) => statSync(file).mode & 0o777

test('is there for the next process, and for the owner alone', () => {
  openRecords(folder).put(place('a'), record(60))
  expect(openRecords(folder).get(place('a'))?.sealed).toBe('x')
  expect(files()).toEqual([`${place('a')}.json`])
  expect([mode(folder), mode(path.join(folder, files()[0]!))]).toEqual([0o700, 0o600])
})

test('a folder that others may read is closed to them', () => {
  openRecords(folder)
  chmodSync(folder, 0o755)
  openRecords(folder)
  expect(mode(folder)).toBe(0o700)
})

test('what is removed stays removed', () => {
  const records = openRecords(folder)
  for (const name of ['a', 'b', 'c'])
    records.put(place(name), { ...record(60), grant: name === 'a' ? '1' : '2' })
  records.remove(place('a'))
  records.removeWhere(({ grant }) => grant === '2')
  expect(files()).toEqual([])
})

test('expires, and its file goes with the next start or sweep', () => {
  const records = openRecords(folder)
  records.put(place('short'), record(30))
  records.put(place('long'), record(3600))
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 })
  expect(records.get(place('short'))).toBeUndefined()
  records.put(place('new'), record(60))
  expect(files().sort()).toEqual([`${place('long')}.json`, `${place('new')}.json`].sort())
  vi.setSystemTime(Date.now() + 61_000)
  openRecords(folder)
  expect(files()).toEqual([`${place('long')}.json`])
})

test.each(['', '{"expiresAt":99999999', '{"expiresAt":99999999999999}', 'null', '\0\0\0'])(
  'a file that holds %j is no file',
  (content) => {
    openRecords(folder)
    writeFileSync(path.join(folder, `${place('torn')}.json`), content)
    writeFileSync(path.join(folder, `${place('half')}.json.unfinished`), '{')
    expect(openRecords(folder).get(place('torn'))).toBeUndefined()
    expect(files()).toEqual([])
  },
)

test('never more than the limit: what expires soonest goes', () => {
  const records = openRecords(folder, 3)
  for (const seconds of [40, 10, 30, 20]) records.put(place(String(seconds)), record(seconds))
  expect(files()).toHaveLength(3)
  expect(records.get(place('10'))).toBeUndefined()
  expect(records.get(place('20'))).toBeDefined()
  records.put(place('20'), record(50))
  expect(files()).toHaveLength(3)
})

test('only the id opens what was sealed under it, and only whole', () => {
  const sealed = seal('an-id', { accountId: 'lin' })
  expect(unseal('an-id', sealed)).toEqual({ accountId: 'lin' })
  expect(unseal('another', sealed)).toBeUndefined()
  expect(unseal('an-id', sealed.slice(0, -4))).toBeUndefined()
  expect(unseal('an-id', '')).toBeUndefined()
  expect(sealed).not.toContain('lin')
})

test('a write that fails changes nothing', () => {
  const records = openRecords(folder)
  records.put(place('a'), record(60, 'before'))
  rmSync(folder, { recursive: true })
  expect(() => records.put(place('a'), record(60, 'after'))).toThrow(/ENOENT/)
  expect(records.get(place('a'))?.sealed).toBe('before')
})

test('what lies on the disk is its digest, its time and its seal', () => {
  openRecords(folder).put(place('a'), record(60, seal('a', {})))
  expect(Object.keys(JSON.parse(readFileSync(path.join(folder, files()[0]!), 'utf8')) as object)).toEqual([
    'expiresAt',
    'sealed',
  ])
})
