import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { errors, type AdapterFactory } from 'oidc-provider'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { adapterOn } from './adapter'
import { openRecords } from './records'

let folder: string
let adapter: AdapterFactory
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'bothways-adapter-'))
  adapter = adapterOn(openRecords(folder))
})
afterEach(() => rmSync(folder, { recursive: true }))

const exp = Math.floor(Date.now() / 1000) + 60

test('finds what was kept, of its own kind', async () => {
  await adapter('AccessToken').upsert('id', { accountId: 'lin' }, 60)
  expect(await adapter('AccessToken').find('id')).toEqual({ accountId: 'lin' })
  expect(await adapter('RefreshToken').find('id')).toBeUndefined()
  await adapter('AccessToken').destroy('id')
  expect(await adapter('AccessToken').find('id')).toBeUndefined()
})

test('a session is found by its cookie and by its uid, and gone by both', async () => {
  const sessions = adapter('Session')
  await sessions.upsert('cookie', { uid: 'uid', accountId: 'lin' }, 60)
  expect(await sessions.find('cookie')).toEqual(await sessions.findByUid('uid'))
  expect(readdirSync(folder)).toHaveLength(2)
  await sessions.destroy('cookie')
  expect(await sessions.findByUid('uid')).toBeUndefined()
  expect(readdirSync(folder)).toEqual([])
})

test('a session that changed its cookie is not found by the old one', async () => {
  const sessions = adapter('Session')
  await sessions.upsert('old', { uid: 'uid' }, 60)
  await sessions.destroy('old')
  await sessions.upsert('new', { uid: 'uid' }, 60)
  expect(await sessions.find('old')).toBeUndefined()
  expect(await sessions.find('new')).toEqual({ uid: 'uid' })
})

test.each(['AuthorizationCode', 'RefreshToken'])(
  '%s is spent once; again, and the grant ends',
  async (kind) => {
    await adapter('Grant').upsert('grant', {}, 60)
    await adapter(kind).upsert('id', { grantId: 'grant', exp }, 60)
    await adapter('AccessToken').upsert('other', { grantId: 'grant' }, 60)
    await adapter(kind).consume('id')
    expect(await adapter(kind).find('id')).toMatchObject({
      grantId: 'grant',
      consumed: expect.any(Number) as number,
    })
    await expect(adapter(kind).consume('id')).rejects.toThrow(errors.InvalidGrant)
    expect(readdirSync(folder)).toEqual([])
  },
)

test('what is not there cannot be spent', async () => {
  await expect(adapter('AuthorizationCode').consume('id')).rejects.toThrow(errors.InvalidGrant)
})

test('revoking takes every token of the grant, of no other, and no page that is open', async () => {
  for (const grantId of ['one', 'two'])
    for (const kind of ['AccessToken', 'AuthorizationCode', 'RefreshToken', 'Interaction'])
      await adapter(kind).upsert(`${kind} of ${grantId}`, { grantId }, 60)
  await adapter('AccessToken').revokeByGrantId('one')
  expect(readdirSync(folder)).toHaveLength(5)
  expect(await adapter('RefreshToken').find('RefreshToken of two')).toBeDefined()
  expect(await adapter('RefreshToken').find('RefreshToken of one')).toBeUndefined()
  expect(await adapter('Interaction').find('Interaction of one')).toBeDefined()
})
