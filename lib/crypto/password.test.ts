import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { hash as bcrypt } from 'bcryptjs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { hashPassword, hashPasswordInScript, verifyPassword } from '.'

const slow = 60_000
const lastChanged = (text: string) => [...text].with(-1, '*').join('')

const configuredCost = env().PASSWORD_HASH_COST

describe('a password', { timeout: slow }, () => {
  beforeEach(() => void (env().PASSWORD_HASH_COST = 5)) // what holds at any cost
  afterEach(() => void (env().PASSWORD_HASH_COST = configuredCost))

  test.each([
    ['a phrase', 'correct horse battery staple'],
    ['73 bytes, one more than bcrypt reads', 'x'.repeat(72) + 'y'],
    ['64 emoji, 256 bytes', '🦊'.repeat(63) + '🐢'],
    ['a NUL, where bcrypt would stop', `before\0${'after'.repeat(3)}`],
  ])('%s matches itself, and not with its last character changed', async (_, password) => {
    const hash = await hashPassword(password)
    expect(await verifyPassword(password, hash)).toEqual({ matches: true, needsRehash: false })
    expect(await verifyPassword(lastChanged(password), hash)).toEqual({ matches: false, needsRehash: false })
  })

  test('is the same whether an accent is composed or not (NFKC)', async () => {
    const composed = 'caf\u00e9 caf\u00e9 caf\u00e9'
    const hash = await hashPassword(composed)
    expect((await verifyPassword(composed.normalize('NFD'), hash)).matches).toBe(true)
    expect((await verifyPassword(composed.toUpperCase(), hash)).matches).toBe(false)
    expect((await verifyPassword(`${composed} `, hash)).matches).toBe(false)
  })

  test('is hashed with the configured cost and a salt of its own', async () => {
    env().PASSWORD_HASH_COST = configuredCost
    const [one, two] = await Promise.all([hashPassword('a'.repeat(15)), hashPassword('a'.repeat(15))])
    expect(one).toMatch(/^\$2[ab]\$12\$.{53}$/)
    expect(one).not.toBe(two)
  })

  test('hashed in a script verifies in the app', async () => {
    const hash = await hashPasswordInScript('correct horse battery staple')
    expect((await verifyPassword('correct horse battery staple', hash)).matches).toBe(true)
  })

  test('the bare text is not what bcrypt gets: a hash from elsewhere does not match', async () => {
    const plain = await bcrypt('correct horse battery staple', 4)
    expect((await verifyPassword('correct horse battery staple', plain)).matches).toBe(false)
  })

  test('never matches where there is no hash', async () => {
    expect(await verifyPassword('', null)).toEqual({ matches: false, needsRehash: false })
    expect(await verifyPassword('correct horse battery staple', null)).toEqual({
      matches: false,
      needsRehash: false,
    })
  })

  test('of a lower cost says so', async () => {
    expect((await verifyPassword('x', await bcrypt('x', 4))).needsRehash).toBe(true)
  })
})

test('hashing leaves the event loop free', { timeout: slow }, async () => {
  let turns = 0
  let isHashing = true
  const turn = () => {
    turns++
    if (isHashing) setImmediate(turn)
  }
  turn()
  await Promise.all(Array.from({ length: 4 }, () => verifyPassword('x', null)))
  isHashing = false
  expect(turns).toBeGreaterThan(1000) // on the event loop, bcrypt lets it turn some ten times a second
})

test(
  'a process that has hashed ends by itself, sooner than its idle threads do',
  { timeout: slow },
  async () => {
    const script = `
    import { hashPassword } from './lib/crypto/index.ts'
    const hash = await hashPassword('correct horse battery staple')
    console.log(hash.length)`
    const nodeArguments = [
      '--conditions=react-server',
      '--import',
      'tsx',
      '--input-type=module',
      '-e',
      script,
    ]
    const { stdout } = await promisify(execFile)(process.execPath, nodeArguments, { timeout: 45_000 })
    expect(stdout.trim()).toBe('60')
  },
)
